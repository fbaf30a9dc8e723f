"""A letter with paragraphs, fields, a footnote, a list and a quotation, and what it says after an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtrip.returning import sent

if TYPE_CHECKING:
    from communique.word.importing import Plan
    from folders import Folder
    from roundtrip.returning import Sent

TEMPLATE = """{#
content:
  body: [prose]
  aside?: prose
  parts?:
    - topic: line
      lead: line
      paragraphs: [prose]
#}
<h1{{ document.title | source }}>{{ document.title | inline }}</h1>
<h2>Body</h2>
{{ document.body | prose }}
{% if document.aside %}<h2>Aside</h2>
{{ document.aside | prose }}{% endif %}
{% for part in document.parts %}
<h2{{ part.topic | source }}>{{ part.topic | inline }}</h2>
{{ part.lead | prose("lead") }}
{{ part.paragraphs | prose }}
{% endfor %}
"""
LETTER = """# A letter.
template: letter
title: A *short* letter
subject: A letter.

body:
  # the first
  - >-
    One sentence.
    Another sentence, which {{ people.arbour.short }} wrote[^source].
    A third *with emphasis*.

  - >-
    The {{ people.arbour.title }} spoke for {{ event.days | words }} days.

  # the last
  - plain words

aside: |-
  Beside the point.

  - an item
  - another item

  > Quoted words.

footnotes:
  source: >-
    The records of the meeting.

parts:
  - topic: First topic
    lead: A lead.
    paragraphs:
      - Some words.
"""


def begin_letter(folder: Folder) -> Folder:
    """Write the letter into a project."""
    folder.write("templates/letter.html.jinja", TEMPLATE)
    folder.write("content/letter.yaml", LETTER)
    return folder


def result(letter: Folder, document: Sent) -> str:
    """Import a document, and return its file; nothing may be left over."""
    plan = document.imported()
    assert not plan.unplaced, plan.unplaced
    assert not plan.conflicts, plan.conflicts
    assert not document_plan(letter).files
    return letter.read("content/letter.yaml")


def document_plan(letter: Folder) -> Plan:
    return sent(letter, "letter").plan()
