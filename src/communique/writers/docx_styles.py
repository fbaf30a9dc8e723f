"""The styles and lists that a reference document offers, with those that it lacks added from the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique import reference_styles as names
from communique.reference import abstract_list
from communique.reference_elements import style_element, table_style
from communique.writers.ooxml import W, list_instance

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.writers.ooxml import Element


class Styles:
    """The styles part of an open reference document.

    Styles are found by name: Word gives built-in ones other ids in other languages.
    """

    def __init__(self, root: Element, theme: Theme) -> None:
        self._root = root
        self._theme = theme
        self._ids: dict[str, str] = {}
        self._slanted: set[str] = set()
        for element in root.iterfind(W + "style"):
            self._note(element)

    def _note(self, element: Element) -> None:
        name = element.find(W + "name")
        if name is None:
            return
        key = name.get(W + "val", "").lower()
        self._ids.setdefault(key, element.get(W + "styleId", ""))
        italic = element.find(f"{W}rPr/{W}i")
        if italic is not None and italic.get(W + "val", "1") not in ("0", "false"):
            self._slanted.add(key)

    def identifier(self, name: str) -> str:
        """Return the id of the style with a name, adding the style when the document lacks it."""
        if name.lower() not in self._ids:
            self._add(name)
        return self._ids[name.lower()]

    def slanted(self, name: str) -> bool:
        """Return whether a character style is italic."""
        return name.lower() in self._slanted

    def element(self, name: str) -> Element:
        """Return the definition of a style."""
        wanted = self.identifier(name)
        return next(each for each in self._root.iterfind(W + "style") if each.get(W + "styleId") == wanted)

    def _add(self, name: str) -> None:
        if name == names.TABLE:
            element, below = table_style(self._theme), "Normal Table"
        else:
            style = next(each for each in names.word_styles(self._theme) if each.name == name)
            element = style_element(style, self._theme)
            below = style.based or ("Normal" if style.kind == "paragraph" else "Default Paragraph Font")
        self._root.append(element)
        self._note(element)
        based = element.find(W + "basedOn")
        if based is not None:
            if below.lower() in self._ids or below in {each.name for each in names.word_styles(self._theme)}:
                based.set(W + "val", self.identifier(below))
            else:
                element.remove(based)


class Lists:
    """The numbering part of an open reference document.

    All bulleted lists are one list of Word's; every numbered list is one of its own, so that it
    begins where the content says.
    """

    def __init__(self, root: Element, styles: Styles, theme: Theme) -> None:
        self._root = root
        self._instances = {each.get(W + "numId", ""): each for each in root.iterfind(W + "num")}
        self._last = max((int(each) for each in self._instances), default=0)
        self._bullets = self._instance_of(styles, names.BULLETS, theme)
        numbers = self._instance_of(styles, names.NUMBERS, theme)
        self._numbers = self._abstract_of(self._instances[str(numbers)])

    def new(self, ordered: bool, level: int, start: int) -> int:
        """Return the number of a list that begins here."""
        if not ordered:
            return self._bullets
        return self._append(self._numbers, level, start)

    def _append(self, abstract: int, level: int | None = None, start: int = 1) -> int:
        self._last += 1
        instance = list_instance(self._last, abstract, level, start)
        self._instances[str(self._last)] = instance
        after = max((index for index, each in enumerate(self._root) if each.tag == W + "num"), default=None)
        self._root.insert(len(self._root) if after is None else after + 1, instance)
        return self._last

    @staticmethod
    def _abstract_of(instance: Element) -> int:
        abstract = instance.find(W + "abstractNumId")
        return int(abstract.get(W + "val", "0")) if abstract is not None else 0

    def _instance_of(self, styles: Styles, style: str, theme: Theme) -> int:
        """Return the list that a style belongs to, adding it when there is none."""
        number = styles.element(style).find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None and number.get(W + "val") in self._instances:
            return int(number.get(W + "val", "0"))
        taken = [int(each.get(W + "abstractNumId", "0")) for each in self._root.iterfind(W + "abstractNum")]
        abstract = max(taken, default=0) + 1
        self._root.insert(len(taken), abstract_list(theme, abstract, style))
        return self._append(abstract)
