"""What goes from one process to another comes out as it went in."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

from communique.diagnostics import ContentError, Report, Span
from communique.writing import Output

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.tree import Document


def sent(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - made here


def failed() -> Report:
    report = Report()
    report.error("yaml-syntax", "wrong", Span("content/event.yaml", 3, 1), "mend it")
    report.warning("style-dash", "odd", Span("content/event.yaml", 2, 1))
    return report


def test_documents_stay_equal(example: dict[str, Document]) -> None:
    assert sent(example) == example


def test_a_theme_stays_equal_and_finds_its_files(theme: Theme) -> None:
    assert sent(theme) == theme
    assert sent(theme).read("base.css") == theme.read("base.css")


def test_an_output_stays_equal() -> None:
    assert sent(Output(b"%PDF", 3)) == Output(b"%PDF", 3)


def test_a_report_stays_equal_and_goes_on_reporting_each_problem_once() -> None:
    report = sent(failed())
    assert report == failed()
    report.take_over(failed())
    assert len(report.diagnostics) == 2
    assert report.failed


def test_an_error_brings_its_report() -> None:
    with pytest.raises(ContentError, match="odd; wrong") as raised:
        raise sent(ContentError(failed()))
    assert raised.value.report == failed()
