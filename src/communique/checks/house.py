"""The house: conventions of style as data, from `houses/NAME.yaml` of the theme.

A rule is a regular expression over prose as it reads, with what it says and, where it is safe, what
should stand there instead. Each rule carries cases of right and wrong, which the tests hold it to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from communique.diagnostics import ContentError, Report, Span, suggestion
from communique.languages import Signature, signature
from communique.model import Record
from communique.source import read_source
from communique.validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from communique.theme import Theme

FOLDER = "houses"
CLASS = re.compile(r"\[:([a-z][a-z-]*):\]")
HERE = "here"
FORM = "[:form:]"

StyleCode = Literal[
    "style-range",
    "style-dash",
    "style-quotes",
    "style-per-cent",
    "style-number",
    "style-date",
    "style-ize",
    "style-term",
    "style-country",
    "style-possessive",
    "style-space",
    "style-foreign",
    "style-rule",
]


class Rule(Record):
    """One convention.

    With `replace`, which may refer to groups of `find` as `\\1`, `check --fix` can mend.
    """

    code: StyleCode = Field(description="Code of the check that the rule belongs to, such as `style-range`.")
    find: str = Field(
        description="Regular expression over the text. What its group `here` matches is wrong, and the rest is "
        "context; without that group all of it is wrong. `[:month:]` stands for a class of the house."
    )
    needs: tuple[str, ...] = Field(
        (),
        description="Texts of which one stands wherever the rule finds something; where none does, it is not tried.",
    )
    forms: dict[str, str] = Field(
        default_factory=dict,
        description="Words and what stands for each: `[:forms:]` in `find` is any of the words, and `[:form:]` "
        "in what the rule says is what stands for the one that was found.",
    )
    unless: tuple[str, ...] = Field((), description="Regular expressions for text in which nothing is wrong.")
    message: str = Field(description="What is wrong; `\\g<0>` and `\\1` stand for what was found.")
    hint: str = Field("", description="What to do; it may refer to groups, too.")
    replace: str | None = Field(None, description="What should stand there, where that is safe.")
    emphasised: bool | None = Field(None, description="Look only at text in emphasis, or only at other text.")
    languages: tuple[str, ...] = Field(
        (), description="Languages that the rule is for, where not those of the house; `*` for all."
    )
    wrong: dict[str, str] = Field(
        description="Sentences that the rule finds, and how each reads when mended."
    )
    right: tuple[str, ...] = Field(description="Sentences that it leaves alone.")


@dataclass(frozen=True, eq=False)
class Convention:
    """A rule with the expressions of its house, which are compiled when they are first needed."""

    rule: Rule
    house: House

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is found."""
        return compiled(self.rule.find, self.house.classes_of(self.rule))

    @cached_property
    def unless(self) -> tuple[re.Pattern[str], ...]:
        """Text in which nothing is wrong."""
        return tuple(
            compiled(each, self.house.classes) for each in (*self.rule.unless, *self.house.untouched)
        )

    def may_be_in(self, text: str) -> bool:
        """Whether a text has what the rule needs."""
        needs = self.rule.needs
        return not needs or any(each in text for each in needs)

    def stretch(self, match: re.Match[str]) -> tuple[int, int]:
        """Return the part of a match that is wrong, without its context."""
        return match.span(HERE) if HERE in match.re.groupindex else match.span()

    def say(self, text: str, match: re.Match[str]) -> str:
        """Return a text of the rule about a match, its groups and form put in."""
        start, end = self.stretch(match)
        return match.expand(text).replace(FORM, self.rule.forms.get(match.string[start:end], ""))


class Acronyms(Record):
    """What is known about acronyms without their being spelled out."""

    known: frozenset[str] = Field(frozenset(), description="Acronyms that need no spelling out.")


class House(Record):
    """The conventions of a house, for documents in its languages."""

    name: str = Field(description="Where the conventions come from.")
    languages: tuple[str, ...] = Field(description="Languages that the rules are for.")
    dictionary: str | None = Field(None, description="Dictionary for spelling, such as `en_GB`.")
    classes: dict[str, str] = Field(
        default_factory=dict, description="Expressions that rules share, by the names in `[:name:]`."
    )
    untouched: tuple[str, ...] = Field((), description="Text that no rule looks into, such as addresses.")
    rules: tuple[Rule, ...] = Field((), description="The rules, in the order in which they are applied.")
    acronyms: Acronyms = Field(Acronyms(known=frozenset()), description="Acronyms.")
    words: frozenset[str] = Field(frozenset(), description="Words that the dictionary lacks.")

    def covers(self, language: str) -> bool:
        """Whether the rules are for a language."""
        return language.partition("-")[0] in self.languages

    def applies(self, rule: Rule, language: str) -> bool:
        """Whether a rule is for a language: one of its own, or else of the house's."""
        own = rule.languages or self.languages
        return "*" in own or language.partition("-")[0] in own

    def classes_of(self, rule: Rule) -> dict[str, str]:
        """Return the classes that the expressions of a rule may name."""
        words = sorted(rule.forms, key=len, reverse=True)
        return (
            {**self.classes, "forms": "|".join(re.escape(word) for word in words)} if words else self.classes
        )

    @cached_property
    def conventions(self) -> tuple[Convention, ...]:
        """The rules, to be searched with."""
        return tuple(Convention(rule, self) for rule in self.rules)


def compiled(expression: str, classes: Mapping[str, str]) -> re.Pattern[str]:
    """Compile an expression, with the classes of the house put in. Raises re.error."""

    def written_out(match: re.Match[str]) -> str:
        if match[1] not in classes:
            raise re.error(f"there is no class `{match[1]}`")
        return f"(?:{CLASS.sub(written_out, classes[match[1]])})"

    try:
        return re.compile(CLASS.sub(written_out, expression))
    except RecursionError:
        raise re.error("a class refers to itself") from None


def read_house(name: str, theme: Theme) -> House:
    """Read the conventions of a house.

    Raises ContentError when there is none of that name, or it is wrong.
    """
    report = Report()
    file = f"{FOLDER}/{name}.yaml"
    try:
        path = theme.find(file)
    except FileNotFoundError:
        known = {each.stem for layer in theme.layers for each in layer.glob(f"{FOLDER}/*.yaml")}
        report.error(
            "unknown-house", f"there is no house `{name}`", Span("communique.toml"), suggestion(name, known)
        )
        raise ContentError(report) from None
    return _read(path, file, signature(path), is_shipped=path.is_relative_to(theme.layers[-1]))


@lru_cache(maxsize=8)
def _read(path: Path, file: str, changed: Signature, *, is_shipped: bool) -> House:  # noqa: ARG001 - read anew
    report = Report()
    source = read_source(path, f"templates/{file}", report)
    house = validate(House, source, report) if source else None
    if house is None or source is None:
        raise ContentError(report)
    if is_shipped:
        return house  # the tests have looked at the one that ships
    for steps, problem in _faults(house):
        key = next(step for step in reversed(steps) if isinstance(step, str))
        report.error("bad-value", f"`{key}` is no regular expression: {problem}", source.span(steps))
    for steps, sentence in _missed(house):
        message = f"`needs` has nothing that stands in “{sentence}”, which the rule should find"
        report.error("bad-value", message, source.span(steps))
    if report.failed:
        raise ContentError(report)
    return house


def _missed(house: House) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the place of what each rule needs, where one of its own sentences has nothing of it."""
    for index, convention in enumerate(house.conventions):
        missed = [each for each in convention.rule.wrong if not convention.may_be_in(each)]
        if missed:
            yield ("rules", index, "needs"), missed[0]


def _faults(house: House) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the places of expressions that can't be compiled, and of texts that name a group they lack."""
    for index, each in enumerate(house.untouched):
        yield from _fault(each, house.classes, ("untouched", index))
    for index, rule in enumerate(house.rules):
        place = ("rules", index)
        for number, each in enumerate(rule.unless):
            yield from _fault(each, house.classes, (*place, "unless", number))
        classes = house.classes_of(rule)
        broken = list(_fault(rule.find, classes, (*place, "find")))
        yield from broken
        if not broken:
            for key, text in (
                ("message", rule.message),
                ("hint", rule.hint),
                ("replace", rule.replace or ""),
            ):
                yield from _fault(rule.find, classes, (*place, key), text)


def _fault(
    expression: str, classes: Mapping[str, str], place: tuple[str | int, ...], template: str = ""
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    try:
        compiled(expression, classes).sub(template, "")
    except (re.error, IndexError) as error:
        yield place, str(error)
