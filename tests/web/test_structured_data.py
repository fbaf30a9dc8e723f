"""The event, its people and the document, as machines read them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from communique.writers.html import write_html
from web.html_samples import document, roster, summary

if TYPE_CHECKING:
    from communique.theme import Theme
    from communique.tree import Document


def things(made: Document, theme: Theme) -> dict[str, Any]:
    """Return the things described in a page, by type."""
    root = lxml_html.document_fromstring(write_html(made, theme))
    (script,) = root.iter("script")
    return {each["@type"]: each for each in json.loads(script.text or "")["@graph"]}


def test_the_event_says_when_where_and_by_whom(theme: Theme) -> None:
    event = things(summary(), theme)["Event"]
    assert event["name"] == "Safe routes, shared duties"
    assert (event["startDate"], event["endDate"]) == ("2026-10-08", "2026-10-09")
    assert event["location"] == {"@type": "Place", "name": "Palais des Congrès", "address": "Geneva"}
    assert event["organizer"]["name"] == "Organisation for Safe Crossings"
    assert event["superEvent"] == {"@type": "EventSeries", "name": "Dialogues on Movement"}


def test_the_people_come_with_title_and_affiliation_and_nothing_is_made_up(theme: Theme) -> None:
    first, second = things(roster(), theme)["Event"]["contributor"]
    assert first == {
        "@type": "Person",
        "name": "Noor Haddad",
        "honorificPrefix": "Ms.",
        "jobTitle": "Secretary General",
        "affiliation": {
            "@type": "Organization",
            "name": "Council of Coasts",
            "address": {"@type": "PostalAddress", "addressCountry": "Lebanon"},
        },
    }
    assert second.keys() == {"@type", "name"}


def test_a_name_that_looks_like_the_end_of_the_script_stays_a_name(theme: Theme) -> None:
    page = write_html(roster(), theme).decode()
    assert page.count("</script") == 1
    assert things(roster(), theme)["Event"]["contributor"][1]["name"] == "Eve </script><script>alert(1)//"


def test_the_document_is_a_report_about_the_event(theme: Theme) -> None:
    report = things(document("note", "Note", ()), theme)["Report"]
    assert report["about"]["@id"] == things(summary(), theme)["Event"]["@id"]
    assert report["reportNumber"] == "OSC/2026/7"
    assert report["dateModified"] == "2026-10-12T09:30:00+00:00"
