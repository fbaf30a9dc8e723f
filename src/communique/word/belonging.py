"""Tell whose a DOCX is: which document of this project it was built from, or why it is none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.diagnostics import refusal
from communique.pipeline import identifier_of

if TYPE_CHECKING:
    from communique.content import EventContent
    from communique.diagnostics import ContentError


def name_here(identifier: str, content: EventContent) -> str | None:
    """Return the name that a document has in this project, or None when the content has no such document."""
    return next((name for name in content.documents if identifier_of(name, content) == identifier), None)


def not_here(identifier: str, name: str, content: EventContent, file: str, purpose: str) -> ContentError:
    """Return the error that says of a file why this content does not have its document.

    `name` is what the document was called when the file was built, `purpose` what the file is wanted for.
    """
    if identifier_of(name, content) == identifier:
        message = f"its document, `{name}`, is gone from the content"
        return refusal("docx-document-gone", message, file, f"put content/{name}.yaml back to {purpose}")
    hint = "go to the folder of the project that built it, or name it with `--project`"
    if name not in content.documents:
        hint = f"{hint}; here there is no document of this name"
    return refusal("docx-other-project", f"this is `{name}` of another project", file, hint)
