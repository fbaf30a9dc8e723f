"""The people of an event, and what is written of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checks.gatherings import gather, person

if TYPE_CHECKING:
    from folders import Folder

PEOPLE: dict[str, Any] = {
    "vitorino": person("Mr. António | Vitorino", "opening", title="Director General", organisation="IOM"),
    "arbour": person("Ms. Louise | Arbour", "keynote", title="Special Representative"),
    "garcia_saenz": person("Mr. Pablo César | García Sáenz", "panellist session_1", country="Guatemala"),
    "brullhardt": person("Ms. Lúcia | Brüllhardt", "panellist session_1", organisation="Madalena’s"),
    "martin": person("Susan | Martin", "introducer session_2", organisation="Georgetown University"),
    "chungong": person("Martin | Chungong", "panellist session_2", title="Secretary General"),
    "djibril_diallo": person("Mr. Djibril | Diallo", "panellist session_2"),
    "yvonne_diallo": person("Ms. Yvonne | Diallo", "written", organisation="Swiss Agency"),
    "ansar": person("Anas | Ansar", "quoted"),
    "barboza": person("Mr. Marden | de Melo Barboza", "panellist", organisation="Presidency of Brazil"),
}


def written(folder: Folder, prose: str, language: str = "en") -> Folder:
    gather(folder, PEOPLE)
    folder.letter(prose, language=language)
    return folder


def listed(folder: Folder, **people: dict[str, Any]) -> Folder:
    gather(folder, people)
    folder.letter("Nothing in particular.")
    return folder
