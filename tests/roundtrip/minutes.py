"""A small project with two documents that have something of everything.

`minutes` has a list of prose, a Markdown list, fields, footnotes and parts under leads; `annex` has single
prose with a list and a quotation in it, a motto and a table of the people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.starter import begin_project
from folders import Folder

if TYPE_CHECKING:
    from pathlib import Path

MINUTES_TEMPLATE = """{#
content:
  summary: prose
  points: [prose]
  parts?:
    - topic: line
      lead: line
      paragraphs: [prose]
#}
<h1{{ document.title | source }}>{{ document.title | inline }}</h1>
{{ document.summary | prose }}
<h2>Points</h2>
{{ document.points | prose }}
{% for part in document.parts %}
<h2 class="numbered"{{ part.topic | source }}>{{ part.topic | inline }}</h2>
{{ part.lead | prose("lead") }}
{{ part.paragraphs | prose }}
{% endfor %}
"""

MINUTES = """# The minutes.
template: minutes
title: Minutes of the *first* meeting
subject: What was said.      # a short line

summary: >-
  The meeting of {{ event.dates }} heard {{ people | count | words }} speakers in {{ event.place }}.
  Nobody objected, and the report was adopted[^vote].

points:
  # the first
  - >-
    Delegations welcomed the report of the secretariat.
    They asked for a shorter version, which {{ people.arbour.short }} had promised.
    It should be *brief*, *useful* and **complete**.

  - >-
    The {{ people.vitorino.title }} recalled the rules[^rules] of procedure.
    A second reading of the text was planned for the spring.

  # a short one
  - plain words about nothing in particular

  - "Costs were “modest”, he said: see [the budget](https://example.org/budget)."

  - |-
    Three groups were set up:

    - one on costs
    - one on dates, led by {{ people.arbour }}
    - one on places

footnotes:
  vote: >-
    By consensus, without a vote.
  rules: >-
    Rules 12 and 14.
    See *the handbook*.

parts:
  # the only one
  - topic: First topic
    lead: A lead that says it all.
    paragraphs:
      - >-
        Some words about the first topic of the day.
        {{ people.thompson.introduced }}, closed the debate.
      - Words that fill a paragraph.
"""

ANNEX_TEMPLATE = """{#
content:
  motto?: prose
  aside?: prose
#}
{% import "_page.html.jinja" as page with context %}
<h1{{ document.title | source }}>{{ document.title | inline }}</h1>
{% if document.motto %}<blockquote>
{{ document.motto | prose }}
</blockquote>{% endif %}
{% if document.aside %}<h2>Aside</h2>
{{ document.aside | prose }}{% endif %}
<h2>Speakers</h2>
<table data-columns="34 66">
  <thead><tr><th scope="col">Name</th><th scope="col">Affiliation</th></tr></thead>
  <tbody>
  {% for person in people %}
  <tr{{ person | source }}>
    <th scope="row"{{ person | source }}><p class="person">{{ page.name(person) }}</p></th>
    <td>{{ page.affiliation(person) }}</td>
  </tr>
  {% endfor %}
  </tbody>
</table>
"""

ANNEX = """# The annex.
template: annex
title: Annex
subject: Who spoke.
motto: >-
  One message that deserves to be remembered[^source].

aside: |-
  Beside the point, though *not by far*, {{ people.thompson.short }} spoke.

  1. an item of a list
  2. another item of the list

  > Quoted words of somebody.

  The last word belonged to the chair.
footnotes:
  source: The closing speech.
"""

THOMPSON = """
thompson:                    # closes the meeting
  honorific: Ms.
  given: Laura
  family: Thompson
  title: Deputy Director General
  organisation: 'International Organization for Migration'
  appearances:
    - {session: opening, role: closing}
"""


def begin_minutes(root: Path) -> Folder:
    """Begin the project in a folder."""
    begin_project(root)
    folder = Folder(root)
    for name in ("concept-note", "roster", "summary"):
        folder.remove(f"content/{name}.yaml")
    folder.write("templates/minutes.html.jinja", MINUTES_TEMPLATE)
    folder.write("content/minutes.yaml", MINUTES)
    folder.write("templates/annex.html.jinja", ANNEX_TEMPLATE)
    folder.write("content/annex.yaml", ANNEX)
    folder.write("content/people.yaml", folder.read("content/people.yaml").rstrip("\n") + "\n" + THOMPSON)
    return folder
