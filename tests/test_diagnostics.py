"""The face of a diagnostic that GitHub reads."""

from __future__ import annotations

from communique.diagnostics import Diagnostic, Span, format_github


def test_a_problem_is_a_workflow_command_with_its_place() -> None:
    span = Span("content/people.yaml", 18, 17, 8)
    problem = Diagnostic(
        "error", "unknown-session", "there is no session `sesion_1`", span, "did you mean `session_1`?"
    )
    assert format_github(problem) == (
        "::error file=content/people.yaml,line=18,col=17,endColumn=25,title=unknown-session"
        "::there is no session `sesion_1`%0Adid you mean `session_1`?"
    )


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    problem = Diagnostic("warning", "missing-file", "the file is missing", Span("content/people.yaml"))
    assert (
        format_github(problem) == "::warning file=content/people.yaml,title=missing-file::the file is missing"
    )


def test_signs_of_the_command_itself_are_escaped() -> None:
    problem = Diagnostic("error", "prose", "100%, a: b\r\nc", Span("content/a,b:c%.yaml", 1, 1))
    assert format_github(problem) == (
        "::error file=content/a%2Cb%3Ac%25.yaml,line=1,col=1,endColumn=2,title=prose::100%25, a: b%0D%0Ac"
    )


def test_a_file_is_named_from_the_top_of_the_repository() -> None:
    problem = Diagnostic("error", "prose", "wrong", Span("content/a.yaml", 2, 3))
    assert format_github(problem, "events/2030/").startswith("::error file=events/2030/content/a.yaml,line=2")
