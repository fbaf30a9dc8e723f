"""A project: its folders, its settings and its theme."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from communique.diagnostics import ContentError, Report, Span, refusal, suggestion
from communique.files import leads_out, real
from communique.reference_file import FILE, read_reference
from communique.source import Source, read_source, read_text
from communique.style_sheets import SHEETS, check_style_sheet
from communique.theme import StyleMap, Theme, Tokens, merged, shipped_layer
from communique.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

Format = Literal["pdf", "docx", "html"]
Part = TypeVar("Part", bound=BaseModel)
FORMATS: tuple[Format, ...] = ("pdf", "docx", "html")
SETTINGS_FILES = ("communique.toml", "pyproject.toml")
LARGEST_SETTINGS = 64 * 1024


SETTING_HINTS = {
    "output": "it takes the name of a folder inside the project",
    "formats": f"formats are {', '.join(FORMATS)}",
    "house": "it takes the name of a file in templates/houses/, without its ending",
    "checks": "each check is `error`, `warning` or `off`",
    "words": "it takes a list of words",
}


def _inside(folder: str) -> str:
    """Refuse a folder that leads out of the project; `--output` may name any."""
    path = PurePosixPath(folder.replace("\\", "/"))
    kept = not path.parts or path.parts[0].lower() in {"content", "templates"}
    if kept or path.is_absolute() or ".." in path.parts or ":" in folder or not folder.isprintable():
        raise ValueError(folder)
    return folder


class Settings(BaseModel):
    """Settings of a project, from `communique.toml` or `[tool.communique]` of `pyproject.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    output: Annotated[str, AfterValidator(_inside)] = Field(
        "build", description="Folder that builds write to, inside the project."
    )
    formats: tuple[Format, ...] = Field(FORMATS, min_length=1, description="Formats to build.")
    house: str = Field("united-nations", description="House whose conventions of style are checked.")
    checks: dict[str, Literal["error", "warning", "off"]] = Field(
        default_factory=dict, description="Severity of checks, by their codes."
    )
    words: tuple[str, ...] = Field((), description="Words that the dictionary for spelling lacks.")


@dataclass(frozen=True)
class Project:
    """A folder with `content/`, and perhaps `templates/` for what it does in its own way."""

    root: Path
    settings: Settings
    theme: Theme

    @property
    def content(self) -> Path:
        """The folder of the content."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """The folder that builds write to."""
        return self.root / self.settings.output

    def file(self, path: Path) -> str:
        """Return how a file is named in diagnostics: relative to the project."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds content. Raises ContentError."""
    for folder in (start, *start.parents):
        if (folder / "content" / "event.yaml").is_file():
            return folder
    hint = "go to the folder of a project, or begin one with `communique init my-event`"
    raise refusal("no-project", "there is no content/event.yaml here or above", start.as_posix(), hint)


def open_project(root: Path) -> Project:
    """Read settings and theme of a project. Raises ContentError with all their problems."""
    report = Report()
    layers = _layers(root)
    _check_entries(layers, root)
    settings = _read_settings(root, report)
    tokens = _read_layered("tokens.yaml", Tokens, layers, root, report)
    styles = _read_layered("styles.yaml", StyleMap, layers, root, report)
    _check_own_files(layers, report)
    if report.failed or settings is None or tokens is None or styles is None:
        raise ContentError(report)
    return Project(root, settings, Theme(tokens, styles, layers))


def _check_entries(layers: tuple[Path, ...], root: Path) -> None:
    """Refuse what in `templates/` is no file, or a link that leads out; the folder itself may be a link.

    Raises ContentError. Nothing of these may be opened: a pipe would never end.
    """
    report = Report()
    if os.path.lexists(root / "templates") and not (root / "templates").is_dir():
        report.error("unreadable-file", "this is not a folder", Span("templates"))
    entries = [(path, layer) for layer in layers[:-1] for path in sorted(layer.rglob("*"))]
    settings = [(root / name, root) for name in SETTINGS_FILES if os.path.lexists(root / name)]
    for path, folder in (*entries, *settings):
        file = f"templates/{path.relative_to(folder).as_posix()}" if folder != root else path.name
        if leads_out(path, folder):
            hint = "copy what it leads to into its place"
            report.error("outside-project", "this link leads out of the project", Span(file), hint)
        elif not path.is_file() and (folder == root or not path.is_dir()):
            report.error("unreadable-file", "this is not an ordinary file", Span(file))
    if report.failed:
        raise ContentError(report)


def _check_own_files(layers: tuple[Path, ...], report: Report) -> None:
    """Look through the style sheets and the Word reference document of the project's own."""
    for layer in layers[:-1]:
        for name, embedded in SHEETS.items():
            if (layer / name).is_file():
                text = read_text(layer / name, f"templates/{name}", report)
                if text is not None:
                    check_style_sheet(text, f"templates/{name}", report, embedded=embedded)
        if (layer / FILE).is_file():
            read_reference(layer / FILE, f"templates/{FILE}", report)


def _layers(root: Path) -> tuple[Path, ...]:
    own, shipped = real(root / "templates"), real(shipped_layer())
    return (own, shipped) if own.is_dir() and own != shipped else (shipped,)


def _read_layered(
    name: str, model: type[Part], layers: tuple[Path, ...], root: Path, report: Report
) -> Part | None:
    """Read a YAML file of every layer that has it, the first over the last, and hold it against its model."""
    data: Any = {}
    source = Source(f"templates/{name}", "")
    for layer in reversed(layers):
        path = layer / name
        if path.is_file():
            file = path.relative_to(root).as_posix() if path.is_relative_to(root) else f"templates/{name}"
            read = read_source(path, file, report)
            if read is None:
                return None
            source = read
            data = data if read.data is None else merged(data, read.data)
    source.data = data
    return validate(model, source, report)


def _read_settings(root: Path, report: Report) -> Settings | None:
    own, shared = (root / name for name in SETTINGS_FILES)
    path = own if own.is_file() else shared
    if not path.is_file():
        return Settings.model_validate({})
    text = read_text(path, path.name, report, LARGEST_SETTINGS)
    if text is None:
        return None
    try:
        data = tomllib.loads(text)
    except RecursionError:
        report.error("toml-syntax", "nested too deeply", Span(path.name))
        return None
    except ValueError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
        span = Span(path.name, line, column)
        if not isinstance(error, tomllib.TOMLDecodeError):
            report.error("toml-syntax", "a number is too large", Span(path.name))
        else:
            report.error("toml-syntax", str(error).partition(" (at")[0], span)
        return None
    if path == shared:
        tools = data.get("tool")
        data = tools.get("communique", {}) if isinstance(tools, dict) else {}
    return _valid_settings(data, text, path.name, report)


def _valid_settings(table: Any, text: str, file: str, report: Report) -> Settings | None:
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        for detail in error.errors():
            key = str(detail["loc"][0]) if detail["loc"] else ""
            span = _setting_span(key, text, file)
            if detail["type"] == "extra_forbidden":
                hint = suggestion(key, Settings.model_fields)
                report.error("unknown-setting", f"`{key}` is not a setting", span, hint)
            else:
                hint = SETTING_HINTS.get(key, "")
                named = f"`{key}`" if key else "`communique`"
                report.error("bad-setting", f"{named} has a value that does not fit", span, hint)
        return None


def setting_span(root: Path, key: str) -> Span:
    """Return the place of a key in the settings of a project, for what other stages find wrong with it."""
    for name in SETTINGS_FILES:
        if (root / name).is_file():
            return _setting_span(key, read_text(root / name, name, Report()) or "", name)
    return Span("communique.toml")


def _setting_span(key: str, text: str, file: str) -> Span:
    """Return the place of a setting; in `pyproject.toml` it stands below the table's own heading."""
    heading = re.search(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*communique\b", text, re.MULTILINE)
    start = heading.end() if heading else 0
    found = (
        re.compile(rf"^[ \t]*[\"']?({re.escape(key)})\b", re.MULTILINE).search(text, start) if key else None
    )
    return Source(file, text).span_at(found.start(1), found.end(1)) if found else Span(file, 1, 1)
