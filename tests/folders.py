"""A project in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from click.testing import CliRunner

from communique.build import check
from communique.cli import main
from communique.content import read_content
from communique.diagnostics import ContentError, Report, format_short
from communique.pipeline import compose
from communique.project import open_project

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from communique.diagnostics import Diagnostic
    from communique.tree import Document


@dataclass
class Folder:
    """A project in a folder of its own, for a test to change and to look at."""

    root: Path

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file of the project, text as it stands."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def change(self, name: str, old: str, new: str) -> None:
        """Put `new` in the place of the one `old` in a file."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def remove(self, *names: str) -> None:
        for name in names:
            (self.root / name).unlink()

    def letter(self, body: str, template: str = "", **keys: str) -> None:
        """Add a document of a kind of its own: prose `body`, set by a template that prints it."""
        shape = "{#\ncontent:\n  body: prose\n#}\n"
        title = "<h1>{{ document.title | inline }}</h1>\n"
        self.write(
            "templates/letter.html.jinja", shape + title + (template or "{{ document.body | prose }}\n")
        )
        text = "\n".join(f"  {line}" for line in body.split("\n"))
        extra = "".join(f"{key}: {value}\n" for key, value in keys.items())
        self.write(
            "content/letter.yaml",
            f"template: letter\ntitle: Letter\nsubject: A letter.\n{extra}body: |-\n{text}\n",
        )

    def diagnostics(self) -> list[Diagnostic]:
        """Return what is wrong, in order."""
        report = Report()
        try:
            check(open_project(self.root), report)
        except ContentError as error:
            report.diagnostics += error.report.diagnostics
        return report.in_order()

    def problems(self) -> list[str]:
        """Return what is wrong, a line for each problem."""
        return [format_short(each) for each in self.diagnostics()]

    def codes(self) -> list[str]:
        return [each.code for each in self.diagnostics()]

    def compose(self, name: str) -> Document:
        """Compose one document, which must have no problem at all."""
        project, report = open_project(self.root), Report()
        document = compose(project, read_content(project), name, report)
        assert not report.diagnostics
        return document

    def run(self, *arguments: str, answers: str | None = None, **environment: str) -> Result:
        """Run the command line in the project; `answers` are what somebody types who is asked."""
        return CliRunner().invoke(main, ["-C", str(self.root), *arguments], input=answers, env=environment)
