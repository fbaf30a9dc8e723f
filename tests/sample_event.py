"""The event of documents that are made by hand, for tests of all formats."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from communique.tree import EventFacts

if TYPE_CHECKING:
    from communique.tree import Participant

LONG = (
    "Participants came from forty delegations, from city governments and from organisations that meet people "
    "on their way. They agreed that a journey is seldom one decision: it is a chain of small ones, taken with "
    "little knowledge and less time, and that help which comes at the third or fourth of them comes late."
)


def event(*people: Participant) -> EventFacts:
    """Return an event."""
    return EventFacts(
        organisation="Organisation for Safe Crossings",
        organisation_short="OSC",
        series="Dialogues on Movement",
        title="Second session",
        theme="Safe routes, shared duties",
        start=date(2026, 10, 8),
        end=date(2026, 10, 9),
        dates="8–9 October 2026",
        venue="Palais des Congrès",
        place="Geneva",
        participants=people,
    )
