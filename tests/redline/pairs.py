"""Pairs of versions, each with a kind of change that redlines go wrong with."""

from __future__ import annotations

from typing import Any

from redline.versions import document

NOTES = {"a": "Two delegations sent *regrets*.", "b": "By video, from [the annex](https://example.org/a)."}
OPENING = "The session was opened by Mr. António _Vitorino_, who called for *patience* and **candour**."
SECOND = "Participants came from forty delegations, from city governments and from organizations of migrants."
THIRD = "They agreed that a journey is seldom one decision: it is a chain of small ones."
FOURTH = "Help that comes at the third or fourth of them comes late, and is dear."
LIST = ["Map the places where people decide.", "Staff them by day and by night.", "Report, and return."]
ROWS = [
    ["Role", "Name", "Title"],
    ["Keynote", "Ms. Louise _Arbour_", "Special Representative"],
    ["Panellist", "Mr. Ambet _Yuson_", "General Secretary, BWI"],
    ["Moderator", "Ms. Jill _Helke_", "Director"],
]
ARABIC = "قال المتحدث إن المرحلة الأخيرة من الرحلة هي الأصعب."
CHINESE = "最后一程最难走，各国应当合作。"


def p(*texts: str) -> list[tuple[str, str]]:
    return [("p", each) for each in texts]


BODY = p(OPENING, SECOND, THIRD, FOURTH)

# name: the blocks before and after, and perhaps the notes before and after
TOLD: dict[str, tuple[Any, ...]] = {
    "nothing changed": (BODY, BODY),
    "one word": (BODY, p(OPENING, SECOND.replace("forty", "fifty"), THIRD, FOURTH)),
    "first and last word": (p(SECOND), p("Delegates" + SECOND[12:-9] + "refugees.")),
    "words in every paragraph": (BODY, p(*(each.replace(" and ", " or ").replace("at ", "on ") for each in (OPENING, SECOND, THIRD, FOURTH)))),
    "a sentence rewritten": (BODY, p(OPENING, SECOND, "A journey is made of many decisions, and hardly ever of one.", FOURTH)),
    "emphasis added": (BODY, p(OPENING, SECOND.replace("forty", "*forty*"), THIRD, FOURTH)),
    "emphasis removed": (BODY, p(OPENING.replace("*patience*", "patience"), SECOND, THIRD, FOURTH)),
    "emphasis became strong": (BODY, p(OPENING.replace("*patience*", "**patience**"), SECOND, THIRD, FOURTH)),
    "emphasis over more words": (BODY, p(OPENING, SECOND.replace("forty delegations, from", "*forty delegations*, from"), THIRD, FOURTH)),
    "a word beside emphasis": (BODY, p(OPENING.replace("*patience*", "great *patience*"), SECOND, THIRD, FOURTH)),
    "a name": (BODY, p(OPENING.replace("António _Vitorino_", "Antonio _Vitorino_"), SECOND, THIRD, FOURTH)),
    "a link added": (p(SECOND), p(SECOND.replace("delegations", "[delegations](https://example.org/d)"))),
    "a link leads elsewhere": (p("See [the annex](https://example.org/a)."), p("See [the annex](https://example.org/b).")),
    "a word in a link": (p("See [the annex](https://example.org/a) here."), p("See [the first annex](https://example.org/a) here.")),
    "a link to a heading that is gone": ([*p("See [below](#findings)."), ("h", 2, "Findings"), *p(THIRD)], p("See below.", THIRD)),
    "a paragraph inserted": (BODY, p(OPENING, SECOND, "Nobody spoke against it.", THIRD, FOURTH)),
    "a paragraph inserted first": (BODY, p("Nobody spoke against it.", OPENING, SECOND, THIRD, FOURTH)),
    "a paragraph inserted last": (BODY, p(OPENING, SECOND, THIRD, FOURTH, "Nobody spoke against it.")),
    "a paragraph deleted": (BODY, p(OPENING, THIRD, FOURTH)),
    "the last paragraph deleted": (BODY, p(OPENING, SECOND, THIRD)),
    "the last two replaced by a list": (BODY, [*p(OPENING, SECOND), ("ul", LIST)]),
    "all replaced": (p(OPENING, SECOND), p(THIRD, FOURTH)),
    "a paragraph moved down": (BODY, p(OPENING, THIRD, SECOND, FOURTH)),
    "a paragraph moved up": (BODY, p(OPENING, FOURTH, SECOND, THIRD)),
    "a paragraph moved to the end": (BODY, p(OPENING, THIRD, FOURTH, SECOND)),
    "a paragraph moved and changed": (BODY, p(OPENING, THIRD, SECOND.replace("forty", "fifty"), FOURTH)),
    "two paragraphs change places": (p(OPENING, SECOND, THIRD, FOURTH, LIST[0]), p(OPENING, THIRD, SECOND, FOURTH, LIST[0])),
    "a paragraph split": (BODY, p(OPENING, "Participants came from forty delegations.", "They came from city governments and from organizations of migrants.", THIRD, FOURTH)),
    "a paragraph split at a blank": (p(OPENING, SECOND + " " + THIRD, FOURTH), BODY),
    "a paragraph split in three": (p(f"{SECOND} {THIRD} {FOURTH}", OPENING), p(SECOND, THIRD, FOURTH, OPENING)),
    "the last paragraph split": (p(OPENING, THIRD + " " + FOURTH), p(OPENING, THIRD, FOURTH)),
    "two paragraphs joined": (BODY, p(OPENING, SECOND + " " + THIRD, FOURTH)),
    "joined and changed": (BODY, p(OPENING, SECOND.replace("forty", "fifty") + " " + THIRD, FOURTH)),
    "a heading changed": ([("h", 2, "Overview"), *BODY], [("h", 2, "Overview of the session"), *BODY]),
    "a heading inserted": ([("h", 2, "Overview"), *BODY], [("h", 2, "Overview"), *BODY[:2], ("h", 3, "What was agreed"), *BODY[2:]]),
    "a numbered heading inserted": (
        [("n", 2, "Overview"), *BODY[:2], ("n", 2, "Findings"), *BODY[2:]],
        [("n", 2, "Overview"), *BODY[:1], ("n", 2, "Opening"), *BODY[1:2], ("n", 2, "Findings"), *BODY[2:]],
    ),
    "a numbered heading deleted": (
        [("n", 2, "Overview"), *BODY[:2], ("n", 2, "Findings"), *BODY[2:]],
        [*BODY[:2], ("n", 2, "Findings of it"), *BODY[2:]],
    ),
    "a paragraph made a heading": (p(OPENING, "Overview", SECOND, THIRD), [*p(OPENING), ("h", 2, "Overview"), *p(SECOND, THIRD)]),
    "a heading one level down": ([("h", 2, "A"), ("h", 2, "Overview"), *BODY], [("h", 2, "A"), ("h", 3, "Overview"), *BODY]),
    "a paragraph made a quotation": (BODY, [*p(OPENING), ("q", [SECOND]), *p(THIRD, FOURTH)]),
    "a quotation grows": ([*p(OPENING), ("q", [SECOND]), *p(THIRD)], [*p(OPENING), ("q", [SECOND, FOURTH]), *p(THIRD)]),
    "a footnote added": (p(OPENING, SECOND, THIRD), p(OPENING, SECOND + "{a}", THIRD), {}, NOTES),
    "a footnote removed": (p(OPENING, SECOND + "{a}", THIRD), p(OPENING, SECOND, THIRD), NOTES, {}),
    "a footnote edited": (p(OPENING, SECOND + "{a}"), p(OPENING, SECOND + "{a}"), NOTES, {"a": "Three delegations sent their *regrets*."}),
    "a footnote grows a paragraph": (p(SECOND + "{a}", THIRD), p(SECOND + "{a}", THIRD), NOTES, {"a": f"{NOTES['a']}||{FOURTH}"}),
    "a footnote loses a paragraph": (p(SECOND + "{a}", THIRD), p(SECOND + "{a}", THIRD), {"a": f"{NOTES['a']}||{FOURTH}"}, NOTES),
    "footnotes change places": (p(f"{SECOND}{{a}}", f"{THIRD}{{b}}"), p(f"{SECOND}{{b}}", f"{THIRD}{{a}}"), NOTES, NOTES),
    "a footnote under another name": (p(f"{SECOND}{{a}}"), p(f"{SECOND}{{b}}"), {"a": NOTES["a"]}, {"b": NOTES["a"]}),
    "a footnote cited again": (p(f"{SECOND}{{a}}", f"{THIRD}{{a}}"), p(SECOND, f"{THIRD}{{a}}", f"{FOURTH}{{a}}"), NOTES, NOTES),
    "a paragraph with a footnote moved": (p(OPENING, f"{SECOND}{{a}}", THIRD, FOURTH), p(OPENING, THIRD, f"{SECOND}{{a}}", FOURTH), NOTES, NOTES),
    "a paragraph with a footnote deleted": (p(OPENING, f"{SECOND}{{a}}", f"{THIRD}{{b}}"), p(OPENING, f"{THIRD}{{b}}"), NOTES, NOTES),
    "an item inserted": ([*p(OPENING), ("ul", LIST), *p(FOURTH)], [*p(OPENING), ("ul", [LIST[0], "Pay them.", *LIST[1:]]), *p(FOURTH)]),
    "a numbered item deleted": ([*p(OPENING), ("ol", LIST), *p(FOURTH)], [*p(OPENING), ("ol", LIST[1:]), *p(FOURTH)]),
    "items joined": ([*p(OPENING), ("ul", LIST), *p(FOURTH)], [*p(OPENING), ("ul", [f"{LIST[0]} {LIST[1]}", LIST[2]]), *p(FOURTH)]),
    "a list made numbered": ([*p(OPENING), ("ul", LIST), *p(FOURTH)], [*p(OPENING), ("ol", LIST), *p(FOURTH)]),
    "a list below an item": ([("ul", LIST), *p(FOURTH)], [("ul", [LIST[0], (LIST[1], ("ol", ["By day.", "By night."])), LIST[2]]), *p(FOURTH)]),
    "a list taken out": ([*p(OPENING), ("ul", LIST), *p(FOURTH)], p(OPENING, FOURTH)),
    "a second paragraph of an item": ([("ul", LIST), *p(FOURTH)], [("ul", [f"{LIST[0]}||{THIRD}", *LIST[1:]]), *p(FOURTH)]),
    "a row inserted": ([("table", ROWS), *p(FOURTH)], [("table", [*ROWS[:2], ["Opening", "Mr. William _Swing_", "Director General"], *ROWS[2:]]), *p(FOURTH)]),
    "a row deleted": ([("table", ROWS), *p(FOURTH)], [("table", [*ROWS[:2], ROWS[3]]), *p(FOURTH)]),
    "the last row deleted": ([("table", ROWS), *p(FOURTH)], [("table", ROWS[:3]), *p(FOURTH)]),
    "rows change places": ([("table", ROWS), *p(FOURTH)], [("table", [ROWS[0], *ROWS[:0:-1]]), *p(FOURTH)]),
    "a cell changed": ([("table", ROWS), *p(FOURTH)], [("table", [*ROWS[:3], ["Moderator", ROWS[3][1], "Director of International Cooperation"]]), *p(FOURTH)]),
    "a cell emptied": ([("table", ROWS), *p(FOURTH)], [("table", [*ROWS[:3], ["Moderator", ROWS[3][1], ""]]), *p(FOURTH)]),
    "a cell grows a paragraph": ([("table", ROWS), *p(FOURTH)], [("table", [*ROWS[:3], [*ROWS[3][:2], "Director||Geneva"]]), *p(FOURTH)]),
    "a cell loses a paragraph": ([("table", [*ROWS[:3], [*ROWS[3][:2], "Director||Geneva"]]), *p(FOURTH)], [("table", ROWS), *p(FOURTH)]),
    "a group heading inserted": ([("table", ROWS), *p(FOURTH)], [("table", [ROWS[0], "Session 1", *ROWS[1:]]), *p(FOURTH)]),
    "a column added": ([*p(OPENING), ("table", ROWS), *p(FOURTH)], [*p(OPENING), ("table", [[*row, "x"] for row in ROWS], "Speakers"), *p(FOURTH)]),
    "a table inserted": (p(OPENING, FOURTH), [*p(OPENING), ("table", ROWS), *p(FOURTH)]),
    "a table deleted": ([*p(OPENING), ("table", ROWS), *p(FOURTH)], p(OPENING, FOURTH)),
    "a caption added": ([*p(OPENING), ("table", ROWS), *p(FOURTH)], [*p(OPENING), ("table", ROWS, "Speakers"), *p(FOURTH)]),
    "a caption changed": ([("table", ROWS, "Speakers"), *p(FOURTH)], [("table", ROWS, "Speakers of the session"), *p(FOURTH)]),
    "a paragraph before a table deleted": ([*p(OPENING, SECOND), ("table", ROWS), *p(FOURTH)], [*p(OPENING), ("table", ROWS), *p(FOURTH)]),
    "a heading before a table inserted": ([*p(OPENING), ("table", ROWS), *p(FOURTH)], [*p(OPENING), ("h", 2, "Speakers"), ("table", ROWS), *p(FOURTH)]),
    "the end is a table now": (p(OPENING, FOURTH), [*p(OPENING, FOURTH), ("table", ROWS)]),
    "a table and text at the end deleted": ([*p(OPENING), ("table", ROWS), *p(FOURTH)], p(OPENING)),
    "Arabic": (p(OPENING, f"{{ar:{ARABIC}}}", FOURTH), p(OPENING, f"{{ar:{ARABIC.replace('الأصعب', 'الأطول')}}}", FOURTH)),
    "Chinese": (p(OPENING, f"{{zh:{CHINESE}}}", FOURTH), p(OPENING, f"{{zh:{CHINESE.replace('合作', '共同合作')}}}", FOURTH)),
    "combining marks and emoji": (p("Cafe\u0301 and nai\u0308ve 👩🏽‍⚕️ said so."), p("Café and nai\u0308ve 👩🏾‍⚕️ said so.")),
    "blanks that do not break": (p("On 8\u00a0October at 3.5\u202fper cent."), p("On 9\u00a0October at 3.5\u00a0per cent.")),
    "a forced line": (p(f"{SECOND}\n{THIRD}"), p(f"{SECOND} {THIRD}")),
    "text set flush right": (
        [("section", "masthead", [("p", "Organisation <OSC/2026/7>", "organisation"), ("p", "People <12 October>", "tagline")]), *BODY],
        [("section", "masthead", [("p", "Organisation <OSC/2026/8>", "organisation"), ("p", "Many people <13 October>", "tagline")]), *BODY],
    ),
    "a section taken out": (
        [("section", "title-block", [("p", "Series", "series"), ("p", "Theme", "theme")]), *BODY],
        BODY,
    ),
}  # fmt: skip

PAIRS = {
    name: (document(before, *notes[:1]), document(after, *notes[1:]))
    for name, (before, after, *notes) in TOLD.items()
}
