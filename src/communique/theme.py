"""The theme: tokens, style map, style sheets and the Word reference document, in layers.

The layer of the project (its `templates/`) is looked at first, the theme that ships last. Tokens and
the style map are merged key by key; every other file is taken whole from the first layer that has it.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from communique.files import leads_out
from communique.vocabulary import ELEMENTS

LENGTH = r"^[0-9]{1,3}(\.[0-9]{1,4})?(mm|cm|in|pt)$"
COLOUR = r"^#[0-9a-fA-F]{6}$"
FAMILY = r"^\w[\w .,&'+-]*$"
SELECTOR = rf"^([a-z][a-z0-9]*(\.[a-z][a-z0-9-]*)? )*({'|'.join(ELEMENTS)})(\.[A-Za-z][A-Za-z0-9_-]*)?$"

Family = Annotated[str, Field(pattern=FAMILY)]
Length = Annotated[str, Field(pattern=LENGTH)]
Colour = Annotated[str, Field(pattern=COLOUR)]

POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
SMALLEST_TEXT_AREA = 100  # points
PAGE_SIZES = {"A4": ("210mm", "297mm"), "Letter": ("8.5in", "11in")}


def points(length: str) -> float:
    """Convert a length such as `27mm` to points."""
    return float(length.rstrip("ptincm")) * POINTS[length[-2:]]


class _Part(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,  # only what is read is built, parts within their whole
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )


class Page(_Part):
    """The sheet and its margins; `inner` is the left one."""

    size: Literal["A4", "Letter"]
    margin_top: Length
    margin_bottom: Length
    margin_inner: Length
    margin_outer: Length

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        """Refuse margins that leave no place for text."""
        across = points(self.width) - points(self.margin_inner) - points(self.margin_outer)
        down = points(self.height) - points(self.margin_top) - points(self.margin_bottom)
        if min(across, down) < SMALLEST_TEXT_AREA:
            raise PydanticCustomError("no_room", "leaves no room for text between its margins")
        return self

    @property
    def width(self) -> str:
        """The width of the sheet."""
        return PAGE_SIZES[self.size][0]

    @property
    def height(self) -> str:
        """The height of the sheet."""
        return PAGE_SIZES[self.size][1]


class Typefaces(_Part):
    """Font families, in order of preference; those for Word are single names."""

    text: tuple[Family, ...]
    display: tuple[Family, ...]
    text_screen: tuple[Family, ...]
    display_screen: tuple[Family, ...]
    text_word: Family
    display_word: Family
    arabic_word: Family
    chinese_word: Family


class Sizes(_Part):
    """Type sizes."""

    small: Length
    text: Length
    heading: Length
    title: Length


class Spacing(_Part):
    """Distances between blocks, and the indent of lists and quotations."""

    paragraph: Length
    indent: Length
    section: Length


class Colours(_Part):
    """A palette."""

    ink: Colour
    quiet: Colour
    accent: Colour
    rule: Colour
    marking: Colour
    ground: Colour


class Tokens(_Part):
    """All tokens of `tokens.yaml`."""

    page: Page
    typefaces: Typefaces
    sizes: Sizes
    leading: Length
    spacing: Spacing
    colours: Colours
    colours_dark: Colours


class BlockStyle(_Part):
    """How a role is written: the CSS selector of its element, and its Word style."""

    css: Annotated[str, Field(pattern=SELECTOR)]
    word: str = ""

    @property
    def element(self) -> str:
        """The element's name: the last compound of the selector, without its class."""
        return self.css.split()[-1].partition(".")[0]

    @property
    def css_class(self) -> str:
        """The class of the element, or an empty string."""
        return self.css.split()[-1].partition(".")[2]

    @property
    def contextual(self) -> bool:
        """Whether the role follows from where the element stands, and not from a class."""
        return " " in self.css


class StyleMap(_Part):
    """All roles of `styles.yaml`, by kind."""

    paragraphs: dict[str, BlockStyle]
    headings: dict[int, BlockStyle]
    inlines: dict[str, BlockStyle]
    sections: dict[str, BlockStyle]


@dataclass(frozen=True)
class Theme:
    """Tokens and style map, and where the theme's files are."""

    tokens: Tokens
    styles: StyleMap
    layers: tuple[Path, ...]

    def find(self, name: str) -> Path:
        """Return the path of a theme file in the first layer that has it.

        Raises FileNotFoundError when no layer has it; a name or a link that leads out of a layer
        leads nowhere.
        """
        for layer in self.layers:
            path = layer / name
            with contextlib.suppress(OSError):  # a name that is too long is nowhere, too
                if path.is_file() and not leads_out(path, layer):
                    return path
        raise FileNotFoundError(name)

    def read(self, name: str) -> str:
        """Return the text of a theme file."""
        return self.find(name).read_text(encoding="utf-8")


def shipped_layer() -> Path:
    """Return the folder of the theme that ships: inside the package, or, in a checkout, at its top."""
    packaged = Path(str(resources.files("communique"))) / "theme"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "templates"


def merged(base: Any, over: Any) -> Any:
    """Return `base` with the keys of `over` put over it, mapping by mapping."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: merged(base.get(key), value) for key, value in over.items()}
    return over
