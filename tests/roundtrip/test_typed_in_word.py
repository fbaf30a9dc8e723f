"""What people type in Word, and what Word makes of it by itself, comes back as it shows: in any script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.writers.ooxml import W, w
from roundtrip.desk import Desk
from roundtrip.journey import sent_out
from roundtrip.laws import lost, not_as_seen, pieces, recast, too_much
from roundtrip.minutes import MINUTES, begin_minutes
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from pathlib import Path

    from roundtrip.journey import Arrival, Journey

SHORT, COSTS = "minutes.yaml: points[2]", "minutes.yaml: points[3]"
TYPED = {
    "Arabic": "وقال الرئيس إن الجلسة انتهت، ثم شكر الحاضرين.",
    "Arabic with vowel signs": "العَدْلُ أَسَاسُ المُلْكِ",
    "Arabic and Latin": "قال (IOM 2018) ذلك في 8 أكتوبر",
    "Hebrew": "שלום לכולם",
    "Chinese": "会议结束后，主席作了总结。",
    "Chinese beyond the first plane": "\U00020bb7野家",
    "Japanese": "移住に関する国際対話「二日間」",
    "Thai": "การประชุมสองวัน",
    "Devanagari": "क्षेत्रीय सम्मेलन",
    "combining marks": "e\u0301te\u0301, n\u0303, a\u0323\u0302",
    "emoji with joiners": "👩\u200d👩\u200d👧 and 👍🏽 and 🇨🇭",
    "no-break spaces": "12\u00a0000\u00a0people",
    "narrow no-break spaces": "12\u202f000 «\u202foui\u202f»",
    "curly quotes": "“so”, ‘so’, it’s",
    "dashes": "this – or that — or 3–4",
    "ellipsis and fractions": "wait… ½ © ™",
    "marks of direction": "\u200fimported\u200e",
    "zero-width": "no\u200bjoin\u200cer",
    "soft hyphens": "inter\u00adnational",
    "no-break hyphens": "follow\u2011up",
    "signs of prose": "*stars* _lines_ `ticks` [brackets](x) [^vote] # 1. - > \\ &amp; <b> ~~",
    "an expression": "{{ people | count }} {% if %} {# no #}",
    "signs of YAML": "key: value # no comment, 'quoted' \"twice\" | > - ? ! & * % @ `",
    "YAML's surprises": "NO",
    "a number": "012",
    "a date": "2030-03-04",
    "nothing that YAML knows": "null",
}


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    return sent_out(begin_minutes(tmp_path / "meeting"), "minutes")


def came_back(journey: Journey, desk: Desk, *touched: str, save: bool = True) -> Arrival:
    """Import what lies on a desk; nothing is left over, and the laws are kept."""
    content = desk.saved()
    arrival = journey.imported(saved_by_word(content, 4) if save else content)
    assert arrival.reported == []
    names = {block.bookmark for block in journey.base.blocks if block.address in touched}
    assert [
        *not_as_seen(arrival),
        *recast(arrival),
        *lost(arrival, []),
        *too_much(arrival, journey, names),
    ] == []
    return arrival


@pytest.mark.parametrize("tracked", [False, True])
@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_words_typed_into_a_sentence(journey: Journey, text: str, tracked: bool) -> None:
    desk = Desk(journey.issued, "Rapporteur" if tracked else "")
    desk.insert(f" {text}", SHORT, after="words")
    desk.replace("modest", text, COSTS)
    arrival = came_back(journey, desk, SHORT, COSTS)
    texts = [each.text for each in pieces(arrival.says)]
    shown = text.replace("\u00a0", " ")
    assert f"plain words {shown} about nothing in particular" in texts
    assert f"Costs were “{shown}”, he said: see the budget." in texts


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_words_typed_as_a_paragraph_and_as_a_note(journey: Journey, text: str) -> None:
    desk = Desk(journey.issued)
    desk.insert_block(text, SHORT)
    desk.add_note(text, COSTS, after="modest")
    arrival = came_back(journey, desk, SHORT, COSTS)
    shown = text.replace("\u00a0", " ")
    assert [each.text for each in pieces(arrival.says)].count(shown) == 2


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_words_typed_over_a_whole_paragraph_and_a_record(journey: Journey, text: str) -> None:
    desk = Desk(journey.issued)
    desk.replace("plain words about nothing in particular", text, SHORT)
    place = "minutes.yaml: parts[0].paragraphs[0]"
    title = "Head" if "{{" in text else text  # a title can't hold what would be an expression elsewhere
    desk.replace("Deputy Director General", f"Deputy {title}", place)
    arrival = came_back(journey, desk, SHORT, place)
    texts = [each.text for each in pieces(arrival.says)]
    assert text.replace("\u00a0", " ") in texts
    title = title.replace("\u00a0", " ")
    assert any(f"Ms. Laura Thompson, Deputy {title}, International" in each for each in texts)


def test_an_expression_typed_into_a_title_is_told(journey: Journey) -> None:
    desk = Desk(journey.issued)
    desk.replace("Deputy Director", "{{ people }}", "minutes.yaml: parts[0].paragraphs[0]")
    arrival = journey.imported(desk.saved())
    assert [new for _, _, new in arrival.reported] == ["{{ people }} General"]
    assert arrival.changed == {}


def test_a_tab_is_a_space_in_prose(journey: Journey) -> None:
    desk = Desk(journey.issued)
    desk.replace("plain words", "plain\twords", SHORT)
    came_back(journey, desk, SHORT)
    assert journey.folder.read("content/minutes.yaml") == MINUTES


def test_an_address_that_word_makes_a_link_of_comes_back_as_a_link(journey: Journey) -> None:
    desk = Desk(journey.issued)
    desk.insert(" https://example.org/a_b?c=1&d=2", SHORT, after="particular")
    desk.link("https://example.org/a_b?c=1&d=2", SHORT, "https://example.org/a_b?c=1&d=2")
    came_back(journey, desk, SHORT)
    assert "https://example.org/a_b?c=1&d=2" in journey.folder.read("content/minutes.yaml")


def test_an_address_of_mail_that_word_makes_a_link_of(journey: Journey) -> None:
    desk = Desk(journey.issued)
    desk.insert(" to secretariat@example.org", SHORT, after="particular")
    desk.link("secretariat@example.org", SHORT, "mailto:secretariat@example.org")
    came_back(journey, desk, SHORT)


def test_hyphens_that_word_has_elements_for(journey: Journey) -> None:
    desk = Desk(journey.issued)
    desk.replace("particular", "particularq", SHORT)
    paragraph = desk.paragraph(SHORT)
    leaf = next(each for each in paragraph.iter(W + "t") if "particularq" in (each.text or ""))
    leaf.addnext(w("noBreakHyphen"))
    came_back(journey, desk, SHORT)
    assert "  - plain words about nothing in particularq\u2011\n" in journey.folder.read(
        "content/minutes.yaml"
    )


def test_a_language_that_word_notes_on_words_changes_nothing(journey: Journey) -> None:
    desk = Desk(journey.issued)
    desk.format("plain", SHORT, w("lang", val="fr-CH"))
    desk.format("modest", COSTS, w("noProof"))
    came_back(journey, desk, SHORT, COSTS)
    assert journey.folder.read("content/minutes.yaml") == MINUTES


def test_a_raised_ordinal_is_told_and_its_words_come_back(journey: Journey) -> None:
    desk = Desk(journey.issued)
    desk.insert(" 1st", SHORT, after="particular")
    desk.format("st", SHORT, w("vertAlign", val="superscript"))
    journey.imported(desk.saved())
    assert "  - plain words about nothing in particular 1st\n" in journey.folder.read("content/minutes.yaml")


@pytest.mark.parametrize("tracked", [False, True])
def test_several_words_of_a_record_changed_in_one_cell(journey: Journey, tracked: bool) -> None:
    annex = sent_out(journey.folder, "annex")
    desk = Desk(annex.issued, "Rapporteur" if tracked else "")
    cell = "people.yaml: thompson.organisation"
    desk.replace("Migration", "x-ray", cell)
    desk.insert("Very ", cell, before="International")
    desk.insert(" indeed", cell, after="x-ray")
    came_back(annex, desk, cell)
    assert "Very International Organization for x-ray indeed" in journey.folder.read("content/people.yaml")
