"""The peers at the same documents: their sources, made from the composed tree, and their commands.

All that is made here is made before a clock runs. So the peers are given the text, with every name and figure in it
and every word in its language's order, while Communique reads YAML and templates and checks them within its time.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import tools
from benchmarks.pandoc_source import pandoc_source
from benchmarks.typst_source import typst_source
from benchmarks.word_template import write_pandoc_reference, write_template
from communique.build import compose_all
from communique.content import read_content
from communique.diagnostics import Report
from communique.project import open_project
from communique.typefaces import typeface_folders
from communique.writers.css import printed_screen_rules, screen_style_sheet
from communique.writing import write

if TYPE_CHECKING:
    from pathlib import Path

    from communique.theme import Theme
    from communique.tree import Document

Command = list[str]


@dataclass(frozen=True, slots=True)
class Peers:
    """A folder with the peers' sources of some documents, and the folder that they write to."""

    sources: Path
    output: Path
    names: tuple[str, ...]
    fonts: str

    def typst(self, *names: str) -> Command:
        """Set documents in one process, with one reading of the typefaces."""
        sources = [str(self.sources / f"{name}.typ") for name in names]
        return [*self._typst_script("run_typst.py"), str(self.output), *sources]

    def typst_watch(self, name: str) -> Command:
        """Watch a document."""
        return [
            *self._typst_script("watch_typst.py"),
            str(self.output / f"{name}.pdf"),
            str(self.sources / f"{name}.typ"),
        ]

    def _typst_script(self, script: str) -> Command:
        return [
            str(tools.PYTHON),
            "-I",
            "-S",
            str(tools.HERE / script),
            str(tools.packages()),
            self.fonts,
        ]

    def pandoc_docx(self, name: str) -> Command:
        """Write a DOCX in our styles."""
        reference = self.sources / f"{name}.reference.docx"
        return self._pandoc(name, "docx", f"--reference-doc={reference}")

    def pandoc_html(self, name: str) -> Command:
        """Write a page in our style sheet, which is in it, with a list of contents."""
        style = self.sources / f"{name}.style.html"
        return self._pandoc(
            name, "html", "--standalone", f"--include-in-header={style}", "--toc", "-Mdocument-css=false"
        )

    def _pandoc(self, name: str, suffix: str, *options: str) -> Command:
        source = self.sources / f"{name}.{suffix}.json"
        return [
            tools.pandoc(),
            "--from=json",
            f"--to={suffix}",
            *options,
            f"--output={self.output / f'{name}.{suffix}'}",
            str(source),
        ]

    def pandoc_in_one(self) -> Command:
        """Write all DOCX and pages in one process of pandoc's Lua, which hardly anybody does."""
        return [tools.pandoc(), "lua", str(tools.HERE / "run_pandoc.lua"), *self._places(), *self.names]

    def _places(self) -> Command:
        return [f"{self.sources}/", f"{self.output}/"]

    def docxtpl(self) -> Command:
        """Fill templates of all documents in one process. It has no footnotes."""
        templates = [str(self.sources / f"{name}.docx") for name in self.names]
        return [str(tools.PYTHON), "-I", str(tools.HERE / "run_docxtpl.py"), str(self.output), *templates]

    def libre_office(self, folder: Path) -> Command | None:
        """Convert the DOCX of a folder to PDF, all in one process."""
        program = tools.libre_office()
        if program is None:
            return None
        profile = f"-env:UserInstallation={(self.sources / 'libreoffice').as_uri()}"
        files = [str(folder / f"{name}.docx") for name in self.names]
        out = ["--outdir", str(self.output)]
        return [program, profile, "--headless", "--convert-to", "pdf", *out, *files]

    def chromium(self, folder: Path) -> Command | None:
        """Print the pages of a folder, one after the other."""
        program = tools.chromium()
        if program is None:
            return None
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        options.append(f"--user-data-dir={self.sources / 'chromium'}")
        prints = [
            (f"--print-to-pdf={self.output / f'{name}.pdf'}", (folder / f"{name}.html").as_uri())
            for name in self.names
        ]
        return one_after_the_other([[program, *options, *each] for each in prints])

    def empty(self) -> None:
        """Take away what was written."""
        for file in self.output.iterdir():
            file.unlink()

    def files(self, *suffixes: str) -> tuple[Path, ...]:
        """Return the files that are to be there."""
        return tuple(self.output / f"{name}.{suffix}" for name in self.names for suffix in suffixes)


def prepare_peers(project_folder: Path, folder: Path, names: tuple[str, ...]) -> Peers:
    """Compose documents of a project and write the peers' sources of them into a folder."""
    project, report = open_project(project_folder), Report()
    documents = compose_all(project, read_content(project), names, report, None)
    if report.failed:
        raise ValueError(f"the content of {project_folder.name} has errors")
    sources, output = folder / "sources", folder / "output"
    for each in (sources, output):
        each.mkdir(parents=True, exist_ok=True)
    for document in documents:
        _write_sources(document, project.theme, sources)
    families = (project.theme.tokens.typefaces.text[0], project.theme.tokens.typefaces.display[0])
    fonts = [str(each) for each in typeface_folders(project.theme) if each.name in families]
    return Peers(sources, output, names, ":".join(fonts))


def _write_sources(document: Document, theme: Theme, folder: Path) -> None:
    name = document.meta.name
    sheet = screen_style_sheet(theme) + printed_screen_rules(theme, document)
    texts = {
        "typ": typst_source(document, theme),
        "docx.json": pandoc_source(document, theme, "docx"),
        "html.json": pandoc_source(document, theme, "html"),
        "style.html": f"<style>\n{sheet}</style>\n",
    }
    for suffix, text in texts.items():
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    ours = write(document, theme, "docx", Report()).content
    write_pandoc_reference(ours, folder / f"{name}.reference.docx")
    write_template(document, theme, ours, folder / f"{name}.docx")


def one_after_the_other(commands: list[Command]) -> Command:
    """Return a shell that runs commands in turn and ends with the first that fails."""
    return ["sh", "-e", "-c", "\n".join(shlex.join(each) for each in commands)]


def side_by_side(one: Command, other: Command) -> Command:
    """Return a shell that runs two commands at the same time."""
    return ["sh", "-c", f"{shlex.join(one)} &\n{shlex.join(other)}\nwait"]


def two_at_a_time(commands: list[Command], file: Path) -> Command:
    """Return commands as `make -j2` runs them: two at a time, the next one as soon as one has ended."""
    file.write_text("".join(f"{shlex.join(each)}\n" for each in commands), encoding="utf-8")
    lines = ["-d", "\\n", "-a", str(file)]  # with quotes as they stand
    return ["xargs", *lines, "-P", "2", "-I", "COMMAND", "sh", "-c", "exec COMMAND"]
