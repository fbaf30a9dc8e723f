"""The structure tree as objects of the file: elements, their parents, identifiers and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.writers.pdf_structure import ROLE_MAP, Annotation, Content, Node

if TYPE_CHECKING:
    from communique.writers.pdf_pages import DrawnPage

STRINGS = {"ID", "Lang"}
"""Entries of a structure element that are strings rather than names."""


@dataclass(frozen=True)
class LinkLabels:
    """The words for links that have none of their own: to a note, and back from it."""

    note: str
    back: str


def write_structure(pdf: Any, pages: list[DrawnPage], root: Node, labels: LinkLabels) -> None:
    """Write the tree in the place of the hollow one that the engine left (`pdf_pages`)."""
    tree_root = _object(pdf, pdf.catalog["StructTreeRoot"])
    _Writer(pdf, pages, tree_root, labels).write(root)


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


class _Writer:
    def __init__(self, pdf: Any, pages: list[DrawnPage], tree_root: Any, labels: LinkLabels) -> None:
        self.pdf = pdf
        self.tree_root = tree_root
        self.labels = labels
        self.references = pdf.page_references
        self.objects: dict[Node, Any] = {}
        self.owners: list[list[bytes]] = [
            [b"null"] * (max(page.numbers.values(), default=-1) + 1) for page in pages
        ]
        self.links: list[bytes] = []

    def write(self, root: Node) -> None:
        from pydyf import Array, Dictionary, String

        document = _object(self.pdf, self.tree_root["K"][0])
        if document["K"]:
            raise RuntimeError("the PDF engine has written a structure tree of its own")
        self.objects[root] = document
        for node in root.walk():
            if node is not root:
                self.objects[node] = element = Dictionary({})
                self.pdf.add_object(element)
        for node in root.walk():
            self.fill(node)
        numbers: list[Any] = []
        for page, owners in enumerate(self.owners):
            numbers += [page, Array(owners)]
        for number, owner in enumerate(self.links, start=len(self.owners)):
            numbers += [number, owner]
        _object(self.pdf, self.tree_root["ParentTree"])["Nums"] = Array(numbers)
        self.tree_root["ParentTreeNextKey"] = len(self.owners) + len(self.links)
        self.tree_root["RoleMap"] = Dictionary({key: f"/{value}" for key, value in ROLE_MAP.items()})
        named = sorted((node.entries["ID"], node) for node in self.objects if "ID" in node.entries)
        names: list[Any] = []
        for identifier, node in named:
            names += [String(identifier), self.objects[node].reference]
        if names:
            tree = Dictionary({"Names": Array(names)})
            self.pdf.add_object(tree)
            self.tree_root["IDTree"] = tree.reference

    def fill(self, node: Node) -> None:
        """Write the entries of one structure element."""
        from pydyf import Array, String

        element = self.objects[node]
        page = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        element["Type"], element["S"] = "/StructElem", f"/{node.kind}"
        if node.parent:
            element["P"] = self.objects[node.parent].reference
        if page is not None:
            element["Pg"] = self.references[page]
        for key, value in node.entries.items():
            element[key] = String(value) if key in STRINGS else value
        attributes = [self.attributes(owner, values) for owner, values in node.attributes.items() if values]
        if attributes:
            element["A"] = attributes[0] if len(attributes) == 1 else Array(attributes)
        element["K"] = Array([self.kid(kid, node, page) for kid in node.kids])

    def attributes(self, owner: str, values: dict[str, Any]) -> Any:
        from pydyf import Array, Dictionary, String

        written = {
            key: Array([String(each) for each in value]) if key == "Headers" else value
            for key, value in values.items()
            if value != []
        }
        return Dictionary({"O": f"/{owner}", **written})

    def kid(self, kid: Node | Content | Annotation, owner: Node, page: int | None) -> Any:
        """Return how an element refers to what it contains (ISO 32000-1, 14.7.4)."""
        from pydyf import Dictionary

        reference = self.objects[owner].reference
        if isinstance(kid, Node):
            return self.objects[kid].reference
        if isinstance(kid, Annotation):
            kid.dictionary["StructParent"] = len(self.owners) + len(self.links)
            kid.dictionary["Contents"] = self.description(owner, kid)
            self.links.append(reference)
            return Dictionary(
                {"Type": "/OBJR", "Obj": kid.dictionary.reference, "Pg": self.references[kid.page]}
            )
        self.owners[kid.page][kid.number] = reference
        if kid.page == page:
            return kid.number
        return Dictionary({"Type": "/MCR", "Pg": self.references[kid.page], "MCID": kid.number})

    def description(self, owner: Node, link: Annotation) -> Any:
        """Return what a link says of itself: its words, and where it leads when that is outside."""
        from pydyf import String

        element = owner.element
        if element.get("role") == "doc-footnote":
            back = owner.parent is not None and owner.parent.kind == "Lbl"
            return String(
                self.labels.back if back else f"{self.labels.note} {element.get('data-number', '')}"
            )
        words = element.get("aria-label") or " ".join("".join(element.itertext()).split())
        if "A" not in link.dictionary:
            return String(words)
        target = link.dictionary["A"]["URI"].string
        return String(f"{words} ({target})" if words and words != target else target)
