"""Dates, figures and words of a language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from communique.languages import read_language

if TYPE_CHECKING:
    from communique.theme import Theme
    from folders import Folder


@pytest.mark.parametrize(
    ("tag", "start", "end", "text"),
    [
        ("en", "2018-10-08", "2018-10-08", "8_October_2018"),
        ("en", "2018-10-08", "2018-10-09", "8–9_October_2018"),
        ("en", "2018-09-30", "2018-10-02", "30 September_– 2 October 2018"),
        ("en", "2018-12-30", "2019-01-02", "30 December 2018_– 2 January 2019"),
        ("fr", "2018-10-08", "2018-10-08", "8_octobre_2018"),
        ("fr", "2018-10-08", "2018-10-09", "8–9_octobre_2018"),
        ("fr", "2018-09-30", "2018-10-02", "30 septembre_– 2 octobre 2018"),
        ("fr", "2018-12-30", "2019-01-02", "30 décembre 2018_– 2 janvier 2019"),
    ],
)
def test_dates_are_written_with_month_and_year_once(
    tag: str, start: str, end: str, text: str, theme: Theme
) -> None:
    language = read_language(tag, theme)
    written = language.date_range(date.fromisoformat(start), date.fromisoformat(end))
    assert written.replace("\u00a0", "_") == text


def test_a_day_may_name_its_weekday(theme: Theme) -> None:
    day = date(2018, 10, 8)
    assert (
        read_language("en", theme).day(day, weekday=True).replace("\u00a0", " ") == "Monday, 8 October 2018"
    )
    assert read_language("fr", theme).day(day, weekday=True).replace("\u00a0", " ") == "lundi 8 octobre 2018"


@pytest.mark.parametrize(
    ("figure", "text"), [(0, "zero"), (9, "nine"), (10, "10"), (2018, "2018"), (95500, "95,500")]
)
def test_small_figures_are_words_and_large_ones_grouped(figure: int, text: str, theme: Theme) -> None:
    assert read_language("en", theme).words(figure) == text


def test_a_french_document_of_an_english_event_is_french(records: Folder) -> None:
    records.letter(
        "{{ event.dates }}, {{ event.days | words }} jours, {{ sessions.session_1 }}", language="fr"
    )
    document = records.compose("letter")
    assert document.language == "fr"
    assert "4–5\u00a0mars\u00a02030" in repr(document.blocks) or "4–5\\xa0mars\\xa02030" in repr(
        document.blocks
    )
    assert "deux" in repr(document.blocks)
    assert "Séance" in repr(document.blocks)
    assert document.meta.marking == "Projet"


def test_languages_that_ship_have_the_same_labels(theme: Theme) -> None:
    english, french = (read_language(tag, theme) for tag in ("en", "fr"))
    assert english.labels.keys() == french.labels.keys()
    assert len(english.numbers) == len(french.numbers) == 10


def test_a_language_of_the_projects_own_needs_a_file_only(records: Folder) -> None:
    records.write(
        "templates/languages/ar.yaml",
        "locale: ar\nlabels: {session: جلسة, draft: مسودة, no: لا}\ncomma: '، '\n",
    )
    records.letter("{{ people.vitorino.introduced }}", language="ar")
    document = records.compose("letter")
    assert (document.language, document.direction) == ("ar", "rtl")
    assert document.meta.labels["no"] == "لا", "a label called `no` is not false"
    assert "، " in repr(document.blocks)
    assert document.meta.marking == "مسودة"
