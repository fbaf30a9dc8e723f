"""Scripts of edits at the desk for the laws, made of `law_steps`.

    script = Script(seed)
    edited = script.carried_out(journey)
    edited.content, edited.typed, edited.touched

The same seed makes the same script; `only` leaves steps out, which is how a failing one is made smaller.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from roundtrip.desk import Desk
from roundtrip.law_steps import STEPS, WORD_STEPS, Hand, NothingLeftError
from roundtrip.word_saves import saved_by_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from roundtrip.journey import Journey

AUTHORS = ("Rapporteur", "Reviewer")
DAY = "2026-11-02T09:00:00Z"
MOST = 4


@dataclass
class Edited:
    """A file that was edited: what was typed, the bookmarks of the paragraphs that were touched, and what was done."""

    content: bytes
    typed: list[str]
    touched: set[str]
    done: list[str]
    words_only: bool


@dataclass(frozen=True)
class Script:
    """Up to four steps in one file, by one or two authors, tracked or not, with a save by Word after it or not."""

    seed: int
    only: frozenset[int] = frozenset(range(MOST))

    def carried_out(self, journey: Journey) -> Edited:
        """Do it all to a document."""
        chance = Random(self.seed)  # noqa: S311 - no secret
        desk = Desk(journey.issued, edges=chance.choice(("word", "word", "inside", "outside")))
        tracked, authors = chance.random() < 0.5, chance.choice((AUTHORS[:1], AUTHORS))
        saved, count = chance.random() < 0.35, chance.randrange(1, MOST + 1)
        hand = Hand(desk)
        words_only = True
        for number in range(count):
            hand.chance = Random(self.seed * 100 + number)  # noqa: S311 - no secret
            step = hand.chance.choice(STEPS)
            if number not in self.only:
                continue
            with desk.tracking(authors[number % len(authors)], DAY) if tracked else nullcontext(desk):
                try:
                    said = step(hand)
                except NothingLeftError:
                    continue
            words_only = words_only and step in WORD_STEPS
            hand.done.append(f"{step.__name__.lstrip('_')} {said}")
        content = desk.saved()
        hand.done.append("tracked" if tracked else "not tracked")
        if saved:
            content = saved_by_word(content, self.seed)
            hand.done.append("saved by Word")
        return Edited(content, hand.typed, hand.touched, hand.done, words_only)

    def made_smaller(self, fails: Callable[[Script], bool]) -> Script:
        """Return the script with as few steps as still fail."""
        script = self
        for number in sorted(self.only):
            fewer = Script(self.seed, script.only - {number})
            if fewer.only and fails(fewer):
                script = fewer
        return script
