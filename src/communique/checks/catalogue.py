"""The catalogue: every check with its code and the severity that it has unless a project says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from communique.checks import (
    acronyms,
    dates,
    figures,
    limits,
    people,
    programme,
    quoted,
    spelling,
    structure,
    style,
    timetable,
    traps,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from communique.checks.review import Finding, Review

Level = Literal["error", "warning", "off"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check. `find` yields findings of this code and no other."""

    code: str
    find: Callable[[Review], Iterable[Finding]]
    severity: Level = "warning"


CHECKS: tuple[Check, ...] = (
    Check("person-not-mentioned", people.not_mentioned),
    Check("person-twice", people.twice),
    Check("similar-names", people.similar_names),
    Check("name-typed", people.name_typed),
    Check("person-unlisted", quoted.unlisted),
    Check("absent-spoke", quoted.absent_spoke),
    Check("figure-differs", figures.differing_figures),
    Check("date-differs", dates.differing_dates),
    Check("session-outside-event", timetable.sessions_outside_event),
    Check("session-without-speakers", timetable.sessions_without_speakers),
    Check("session-number-twice", programme.numbers_twice),
    Check("session-times", programme.times_reversed),
    Check("session-order", programme.out_of_order),
    Check("person-double-booked", timetable.double_bookings),
    Check("moderator-missing", timetable.missing_moderators),
    Check("lone-subheading", structure.lone_subheadings),
    Check("empty-section", structure.empty_sections),
    Check("lead-without-text", structure.leads_without_text),
    Check("accidental-list", traps.accidental_lists),
    Check("stray-markup", traps.stray_markup),
    Check("text-cut-off", traps.cut_off_text),
    Check("invisible-character", traps.invisible_characters),
    *(Check(code, style.rule_check(code)) for code in style.CODES),
    Check("acronym-undefined", acronyms.undefined),
    Check("acronym-defined-twice", acronyms.defined_twice),
    Check("too-long", limits.too_long),
    Check("misspelt", spelling.misspelt),
)
