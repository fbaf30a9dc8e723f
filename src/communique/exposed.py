"""What templates and expressions can read: texts and figures with addresses, and things with names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from communique.source import Steps, format_address

if TYPE_CHECKING:
    from markupsafe import Markup


class Value(str):
    """A text and its address; without an address, a text that was computed."""

    __slots__ = ("address",)
    address: str

    def __new__(cls, text: str, address: str = "") -> Value:
        value = super().__new__(cls, text)
        value.address = address
        return value


class Figure(int):
    """A whole number and its address; without an address, one that was counted."""

    address: str

    def __new__(cls, number: int, address: str = "") -> Figure:
        figure = super().__new__(cls, number)
        figure.address = address
        return figure


@dataclass(frozen=True, slots=True)
class Phrase:
    """Texts from records, and the plain text between them."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class ProseText:
    """Prose as it was typed, not parsed yet. `inline` prose is a single paragraph without blocks."""

    text: str
    file: str
    steps: Steps
    inline: bool

    @property
    def address(self) -> str:
        """The address of the scalar."""
        return format_address(self.file, self.steps)


@dataclass(frozen=True, slots=True)
class Printed:
    """What has been printed already with the same records, by all that it depends on besides."""

    expressions: dict[str, Markup] = field(default_factory=dict)
    prose: dict[tuple[ProseText, str, bool, frozenset[str]], Markup] = field(default_factory=dict)


class Exposed:
    """Something with names that templates and expressions may read."""

    def names(self) -> frozenset[str]:
        """Return the names that can be read."""
        raise NotImplementedError

    def get(self, name: str) -> Any:
        """Return the value of a name. Raises KeyError for one that isn't exposed."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self.get(name)
        except KeyError:
            raise AttributeError(name) from None
