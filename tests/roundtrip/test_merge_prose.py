"""What a reader sees of prose is followed back to what was typed, and changed there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from communique.exposed import Phrase, Value
from communique.expressions import ExpressionError
from communique.languages import read_language
from communique.project import open_project
from communique.word.merge import settled
from communique.word.prose_map import (
    ProseBlock,
    UntraceableError,
    joined,
    marked_pieces,
    read_prose,
    tokens_of_pieces,
)
from communique.word.prose_writing import Grounds, Rewritten, block_reads_as, rewrite, signature
from communique.word.tokens import Layer, Marked, Token, tokens_of
from communique.writers.docx_base import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPHASIS, STRONG = Layer("style", "emphasis"), Layer("style", "strong")
LINK = Layer("link", "https://example.org/a")
CASES = settings(max_examples=1200, deadline=None)
PERSON = "people.yaml: thompson"
PHRASES = {
    "people.thompson.short": (
        Value("Ms.", f"{PERSON}.honorific"),
        "\u00a0",
        Value("Thompson", f"{PERSON}.family"),
    ),
    "people.thompson.title": (Value("Deputy Director General", f"{PERSON}.title"),),
    "event.days | words": ("two",),
    "event.place": (Value("Geneva", "event.yaml: place"),),
}


def phrase(expression: str) -> Phrase:
    if expression not in PHRASES:
        raise ExpressionError("unknown-name", expression)
    return Phrase(PHRASES[expression])


REPOSITORY = Path(__file__).resolve().parents[2]
GROUNDS = Grounds(phrase, read_language("en", open_project(REPOSITORY).theme))


def read(value: str) -> tuple[ProseBlock, ...]:
    return read_prose(value, inline=False, phrase=phrase)


def rewritten(value: str, new: Sequence[Token], number: int = 0) -> tuple[str, Rewritten]:
    """Return a value whose block shows other tokens now."""
    blocks = read(value)
    block = blocks[number]
    holds = block_reads_as(value, number, blocks, GROUNDS, inline=False)
    old = tokens_of_pieces(block.pieces)
    done = rewrite(block.pieces, old, new, GROUNDS, holds, block.indentation)
    return value[: block.start] + done.source + value[block.end :], done


def edited(value: str, old: str, new: str, number: int = 0) -> str:
    """Return a value after a reader replaced the one `old` by `new`."""
    shown = marked_pieces(read(value)[number].pieces)
    assert shown.text.count(old) == 1
    start = shown.text.index(old)
    end = start + len(old)

    def moved(place: int) -> int:
        return place if place <= start else max(place, end) - len(old) + len(new)

    marks = tuple(Mark(mark.kind, moved(mark.start), moved(mark.end), mark.value) for mark in shown.marks)
    return rewritten(value, tokens_of(Marked(shown.text.replace(old, new), marks)), number)[0]


WORDS = ["one", "Two", "three", "été", "移民", "كلمة", "🙂", "n\u0303", "5th", ".", ",", "(", ")", "“", "”"]
SIGNS = [
    "*",
    "_",
    "[",
    "]",
    "{{",
    "}}",
    "{",
    "#",
    "\\",
    "&",
    "&amp;",
    "<",
    ">",
    "`",
    "~",
    "1.",
    "-",
    "+",
    "[^a]",
    "!",
]
layers = st.lists(st.sampled_from([EMPHASIS, STRONG, LINK]), max_size=2, unique=True).map(tuple)
words = st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS))
runs = st.lists(
    st.tuples(st.lists(words, min_size=1, max_size=4), st.one_of(st.just(()), layers)), max_size=6
)


@st.composite
def shown(draw: st.DrawFn) -> tuple[Token, ...]:
    """What somebody may have made of a paragraph in Word."""
    row: list[Token] = []
    for texts, over in draw(runs):
        glue = draw(st.sampled_from([" ", " ", " ", "", "\u00a0"]))
        row += [token for text in texts for token in (Token(text, over), Token(glue, over)) if token.text]
        if draw(st.integers(0, 9)) == 0:
            row.append(Token("", (), "note"))
    return settled(joined(settled(row)))


SOURCES = st.sampled_from(
    [
        "Plain words.",
        'Words with *emphasis*, **strong** and [a link](https://example.org/a "Title").',
        "One sentence.\nAnother *sentence\ngoes* on.  \nA line. &amp; an \\* escape.",
        "- an item\n- another **item**\n  with two lines\n",
        "> Quoted words\n> in __two__ lines\n\nand a paragraph[^note] after it",
        "{{ people.thompson.short }}, {{ people.thompson.title }}, spoke for {{ event.days | words }} days.",
        "_a_ *b* __c__ ***d*** <https://example.org/a>",
        "移民 政策\n和*发展*。",
        "First words.\n\n- an item\n\n- another\n\n  and more of it\n\n> Quoted\n> words\n\nLast words.",
        "First words:\n- an item\n  1. in an item\n\n     and more\n\n\nA line\nand another.\n \t\nLast words.\n",
    ]
)


@given(SOURCES)
def test_the_pieces_of_a_block_are_its_source(value: str) -> None:
    for number, block in enumerate(read(value)):
        assert block.source == value[block.start : block.end]
        assert rewritten(value, tokens_of_pieces(block.pieces), number)[0] == value


@CASES
@given(SOURCES, shown(), st.data())
def test_any_text_with_marks_is_written_so_that_it_reads_as_that(
    value: str, new: tuple[Token, ...], data: st.DataObject
) -> None:
    assume(
        any(token.text.strip() for token in new)
        and not any(token.text == "\u00a0" for token in new[:1] + new[-1:])
    )
    blocks = read(value)
    number = data.draw(st.integers(0, len(blocks) - 1))
    result, done = rewritten(value, new, number)
    found = read(result)
    assert len(found) == len(blocks)
    assert not any(
        piece.kind == "field" for piece in found[number].pieces if piece not in blocks[number].pieces
    )
    if not done.unsaid and not done.records:
        plain = [
            (char.replace("\u00a0", " "), over)
            for char, over in signature(tokens_of_pieces(found[number].pieces))
        ]
        assert plain == [(char.replace("\u00a0", " "), over) for char, over in signature(new)]
    for index, block in enumerate(found):
        if index != number:
            assert block.source == blocks[index].source


@CASES
@given(SOURCES, st.data())
def test_a_few_words_changed_leave_the_spelling_of_all_others(value: str, data: st.DataObject) -> None:
    blocks = read(value)
    number = data.draw(st.integers(0, len(blocks) - 1))
    old = tokens_of_pieces(blocks[number].pieces)
    places = [index for index, token in enumerate(old) if token.text.isalpha()]
    place = data.draw(st.sampled_from(places))
    new = [*old[:place], Token(data.draw(words), old[place].layers), *old[place + 1 :]]
    try:
        result, _ = rewritten(value, settled(new), number)
    except UntraceableError:
        pytest.fail(f"{value!r} {new!r}")
    start, end = blocks[number].start, blocks[number].end
    assert result[:start] == value[:start]
    assert result[len(result) - (len(value) - end) :] == value[end:]


@pytest.mark.parametrize(
    ("value", "old", "new", "result"),
    [
        ("Two *big* words.", "big", "small", "Two *small* words."),
        ("Two _big_ words.", "big", "big old", "Two _big old_ words."),
        ("A \\* star & more &amp; more.", "star", "sun", "A \\* sun & more &amp; more."),
        ("One line\nand another.", "another", "a third", "One line\nand a third."),
        ("One [link](https://a.b 'T') here.", "link", "way", "One [way](https://a.b 'T') here."),
        ("Five words.", "Five", "5 * 3", "5 * 3 words."),
        ("Five words.", "Five", "a*b*", "a\\*b\\* words."),
        ("Five words.", "Five", "{{ event.place }}", "\\{\\{ event.place \\}\\} words."),
        ("Five words.", "Five", "# 5", "\\# 5 words."),
        ("Five words.", "Five", "1. A", "1\\. A words."),
        ("Five words.", "Five", "AT&amp;T", "AT\\&amp;T words."),
        ("Five words.", "Five", "[^five]", "\\[^five] words."),
        ("Five words.", "Five", "Fünf“ and 移民🙂", "Fünf“ and 移民🙂 words."),
        ("Five words.", "words", "\u00a0words", "Five \u00a0words."),
        ("On 8 October.", "8", "9", "On 9 October."),
        ("Sentence one.\nSentence two.", "one.", "one. And more.", "Sentence one.\nAnd more.\nSentence two."),
        (
            "Sentence one and\nsentence two.",
            "one",
            "one. And more",
            "Sentence one. And more and\nsentence two.",
        ),
        (
            "{{ people.thompson.short }} spoke.",
            "spoke",
            "was heard",
            "{{ people.thompson.short }} was heard.",
        ),
        ("{{ people.thompson.short }} spoke.", "Ms.\u00a0Thompson", "She", "She spoke."),
        ("So {{ people.thompson.short }} spoke.", "Ms.\u00a0Thompson ", "", "So spoke."),
        ("In {{ event.place }} now.", " Geneva", "", "In now."),
        ("In {{ event.place }} now.", "In Geneva", "There", "There now."),
        (
            "{{ people.thompson.title }} now.",
            "General ",
            "General, acting, ",
            "{{ people.thompson.title }}, acting, now.",
        ),
    ],
)
def test_a_change_stands_where_the_words_stood(value: str, old: str, new: str, result: str) -> None:
    assert edited(value, old, new) == result


def changed(value: str, old: str, new: str) -> Rewritten:
    text = "".join(token.text for token in tokens_of_pieces(read(value)[0].pieces))
    return rewritten(value, tokens_of(Marked(text.replace(old, new))))[1]


@pytest.mark.parametrize(
    ("value", "old", "new", "address", "after"),
    [
        ("The {{ people.thompson.title }}.", "Deputy Director", "Director", "title", "Director General"),
        ("The {{ people.thompson.title }}.", "Deputy Director General", "Chair", "title", "Chair"),
        ("The {{ people.thompson.title }}.", "Director General", "Chief", "title", "Deputy Chief"),
        ("{{ people.thompson.short }} spoke.", "Ms.", "Dr.", "honorific", "Dr."),
        ("{{ people.thompson.short }} spoke.", "Thompson", "Thomson", "family", "Thomson"),
    ],
)
def test_a_change_inside_a_field_goes_to_its_record(
    value: str, old: str, new: str, address: str, after: str
) -> None:
    done = changed(value, old, new)
    assert done.source == value
    assert not done.unsaid
    assert [(each.address, each.after) for each in done.records] == [(f"{PERSON}.{address}", after)]
    assert "".join(each.token.text for each in done.shown) == "".join(
        token.text for token in tokens_of_pieces(read(value)[0].pieces)
    ).replace(old, new)


@pytest.mark.parametrize(("old", "new"), [("\u00a0Thompson", " Arbour"), ("Ms.\u00a0Thompson", "Ms. Arbour")])
def test_a_name_typed_over_with_a_space_that_can_break_goes_to_its_record(old: str, new: str) -> None:
    done = changed("{{ people.thompson.short }} spoke.", old, new)
    assert done.source == "{{ people.thompson.short }} spoke."
    assert [(each.address, each.after) for each in done.records] == [(f"{PERSON}.family", "Arbour")]
    assert "".join(each.token.text for each in done.shown) == "Ms.\u00a0Arbour spoke."


@pytest.mark.parametrize("name", ["Ms.\u00a0Thompson ", "\u00a0Thompson"])
def test_a_name_that_is_deleted_leaves_the_sentence_and_not_its_record(name: str) -> None:
    done = changed("Then {{ people.thompson.short }} spoke.", name, "")
    assert not done.records
    assert "thompson" not in done.source


def test_a_computed_figure_stays_and_is_reported_with_both_texts() -> None:
    done = changed("For {{ event.days | words }} days.", "two", "three")
    assert done.source == "For {{ event.days | words }} days."
    assert [(each.before, each.after) for each in done.unsaid] == [("two", "three")]


def test_words_in_a_face_that_prose_has_not_are_written_and_the_face_is_reported() -> None:
    row = tokens_of(Marked("Five words.", (Mark("style", 0, 4, "quotation"),)))
    value, done = rewritten("Two words.", row)
    assert value == "Five words."
    assert [each.after for each in done.unsaid] == ["quotation: Five"]


def test_emphasis_on_a_whole_field_goes_around_the_expression() -> None:
    row = tokens_of(Marked("In Geneva now.", (Mark("style", 3, 9, "strong"),)))
    assert rewritten("In {{ event.place }} now.", row)[0] == "In **{{ event.place }}** now."


@pytest.mark.parametrize(
    ("start", "end", "result"),
    [(0, 3, "**One** two (three)."), (4, 6, "One **tw**o (three)."), (8, 15, "One two **(three)**.")],
)
def test_a_word_made_bold_gets_asterisks(start: int, end: int, result: str) -> None:
    row = tokens_of(Marked("One two (three).", (Mark("style", start, end, "strong"),)))
    assert rewritten("One two (three).", row)[0] == result


def test_emphasis_that_ends_with_a_bracket_inside_a_word_is_written_with_a_reference() -> None:
    row = tokens_of(Marked("One (two)three.", (Mark("style", 4, 9, "emphasis"),)))
    assert rewritten("One (two)three.", row)[0] == "One *(two)*&#116;hree."
