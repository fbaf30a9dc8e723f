"""Whatever is done in an editor, the edits tell all of it: carried out on the base, they give what Word shows."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from communique.word.compare import compare
from roundtrip.paper import edited_of
from roundtrip.random_scripts import Script, scripts
from roundtrip.replay import replay
from roundtrip.sample_base import sample_base
from roundtrip.scripts import expected
from roundtrip.shown import shown

BASE = sample_base()
NAMES = [block.bookmark for block in BASE.blocks]


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scripts(BASE))
def test_the_edits_carried_out_on_the_base_give_what_word_shows(script: Script) -> None:
    paper = script.done_to(BASE)
    edited = edited_of(paper, script.habits, NAMES)
    assert shown(edited) == expected(paper)
    assert replay(BASE, compare(BASE, edited).edits) == expected(paper)
