"""Conflicts: what was changed in content and in Word, each in its own way. They are written nowhere.

They are kept beside the content until somebody chooses, all at once or place by place: `ours` keeps what
content says, `theirs` takes what Word says. A choice is carried out on content as it is by then; where the
words of the conflict are not there any more, it stays.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "conflicts.yaml"
HEAD = "# Changes from Word that content contradicts. Settle them with `communique conflicts`; this file goes when none is left.\n"
Choice = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where content and Word say different things.

    `place` is an address in content, in it `base`, `ours` and `theirs` are the words that differ, and
    `around` is all that the place says in content, so that the words can be found again. `record` says
    that the place is a plain text. `author` and `date` are those of the change in Word, where known.
    """

    document: str
    place: str
    base: str
    ours: str
    theirs: str
    around: str = ""
    start: int = -1
    author: str = ""
    date: str = ""

    @property
    def key(self) -> str:
        """What tells it from the other conflicts."""
        return f"{self.document} {self.place} {self.start} {self.ours!r} {self.theirs!r}"


def write_conflicts(conflicts: Iterable[Conflict]) -> str:
    """Return conflicts as the text of their file."""
    listed = [
        {
            key: value
            for key, value in asdict(each).items()
            if value not in ("", -1) or key in {"base", "ours", "theirs"}
        }
        for each in conflicts
    ]
    return HEAD + yaml.safe_dump(listed, allow_unicode=True, sort_keys=False, width=110)


def read_conflicts(text: str) -> tuple[Conflict, ...]:
    """Read conflicts back. Raises ValueError for a text that holds something else."""
    try:
        data: Any = yaml.safe_load(text)
        conflicts = tuple(Conflict(**each) for each in data or ())
    except (yaml.YAMLError, TypeError) as problem:
        raise ValueError(f"these are no conflicts: {problem}") from problem
    for each in conflicts:
        if not all(isinstance(value, int if key == "start" else str) for key, value in asdict(each).items()):
            raise ValueError(f"this is no conflict: {each.place}")
    return conflicts


def joined_conflicts(kept: Iterable[Conflict], found: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return kept conflicts and new ones, each once; a new one takes the place of an older one about the same words.

    What content says may have changed since the older one was found, around these words and in their place.
    """
    new = tuple(found)
    older = (each for each in kept if not any(_same(each, other) for other in new))
    return tuple({each.key: each for each in (*older, *new)}.values())


def _same(one: Conflict, other: Conflict) -> bool:
    """Whether two conflicts are about the same words of the same file that came back."""
    if (one.document, one.base, one.theirs) != (other.document, other.base, other.theirs):
        return False
    return one.place == other.place or (one.ours, one.around) == (other.ours, other.around)
