"""Machine-readable metadata: the event, its people and this document, as schema.org JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.tree import Document, EventFacts, Participant

Thing = dict[str, Any]


def write_structured_data(document: Document) -> str:
    """Return the JSON-LD of a document, safe to stand inside a `script` element.

    The people are the event's `contributor`s: the one property that is true of a speaker, of a
    statement from the floor and of somebody who sent a written statement alike.
    """
    graph = {"@context": "https://schema.org", "@graph": [_event(document.meta.event), _report(document)]}
    text = json.dumps(graph, ensure_ascii=False, indent=1)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _event(event: EventFacts) -> Thing:
    return _without_gaps(
        {
            "@type": "Event",
            "@id": "#event",
            "name": event.theme or event.title,
            "alternateName": event.title if event.theme else "",
            "startDate": event.start.isoformat(),
            "endDate": event.end.isoformat(),
            "location": _place(event),
            "organizer": _without_gaps(
                {
                    "@type": "Organization",
                    "name": event.organisation,
                    "alternateName": event.organisation_short,
                }
            ),
            "superEvent": {"@type": "EventSeries", "name": event.series} if event.series else None,
            "contributor": [_person(each) for each in event.participants],
        }
    )


def _place(event: EventFacts) -> Thing | None:
    if not (event.venue or event.place):
        return None
    return _without_gaps({"@type": "Place", "name": event.venue or event.place, "address": event.place})


def _person(person: Participant) -> Thing:
    affiliation = _without_gaps(
        {
            "@type": "Organization",
            "name": person.organisation,
            "address": {"@type": "PostalAddress", "addressCountry": person.country}
            if person.country
            else None,
        }
    )
    return _without_gaps(
        {
            "@type": "Person",
            "name": person.name,
            "honorificPrefix": person.honorific,
            "jobTitle": person.title,
            "affiliation": affiliation if len(affiliation) > 1 else None,
        }
    )


def _report(document: Document) -> Thing:
    meta = document.meta
    return _without_gaps(
        {
            "@type": "Report",
            "@id": f"urn:uuid:{document.identifier}" if document.identifier else "#document",
            "name": meta.title,
            "description": meta.subject,
            "reportNumber": meta.symbol,
            "author": {"@type": "Organization", "name": meta.author} if meta.author else None,
            "inLanguage": document.language,
            "dateModified": meta.modified.isoformat(),
            "creativeWorkStatus": meta.marking,
            "version": document.revision,
            "keywords": list(meta.keywords),
            "about": {"@id": "#event"},
        }
    )


def _without_gaps(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value not in ("", None, [])}
