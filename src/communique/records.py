"""Records: event, people and sessions as templates and expressions begin with them.

Every text knows the address that it came from, so what is printed can be traced to its record.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from communique.exposed import Exposed, Printed
from communique.views import AppearanceView, EventView, PersonView, RecordView, SessionView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique import model
    from communique.languages import Language


class Collection(Exposed):
    """People or sessions: read by identifier, counted, or gone through in order."""

    def __init__(self, members: Mapping[str, RecordView]) -> None:
        self._members = dict(members)

    def names(self) -> frozenset[str]:
        """Return the identifiers."""
        return frozenset(self._members)

    def get(self, name: str) -> RecordView:
        """Return one member."""
        return self._members[name]

    def __iter__(self) -> Iterator[RecordView]:
        return iter(self._members.values())

    def __len__(self) -> int:
        return len(self._members)


class Content:
    """Event, people and sessions, seen in one language."""

    event_file = "content/event.yaml"
    people_file = "content/people.yaml"
    sessions_file = "content/sessions.yaml"

    def __init__(
        self,
        event: model.Event,
        people: Mapping[str, model.Person],
        sessions: Mapping[str, model.Session],
        language: Language,
    ) -> None:
        self.event = event
        self.people = people
        self.sessions = sessions
        self.language = language
        self.printed = Printed()
        self.all_people = [PersonView(identifier, self) for identifier in people]
        self.all_sessions = [SessionView(identifier, self) for identifier in sessions]
        self._people = {each.identifier: each for each in self.all_people}
        self._sessions = {each.identifier: each for each in self.all_sessions}

    def scope(self) -> dict[str, Exposed]:
        """Return the names that expressions and templates begin with."""
        return {
            "event": EventView(self),
            "people": Collection(self._people),
            "sessions": Collection(self._sessions),
        }

    def person(self, identifier: str) -> PersonView:
        """Return a person by identifier."""
        return self._people[identifier]

    def session(self, identifier: str) -> SessionView:
        """Return a session by identifier."""
        return self._sessions[identifier]

    @cached_property
    def appearances(self) -> dict[str, list[AppearanceView]]:
        """The parts that people have in sessions, by session, in the order of the people file."""
        found: dict[str, list[AppearanceView]] = {}
        for person in self.all_people:
            for appearance in person.get("appearances"):
                found.setdefault(appearance._record.session, []).append(appearance)
        return found
