"""Journals: a change of a vault as steps that can each be taken back, and as text. Pure.

A journal is written before the first step and thrown away, or kept for `undo`, after the last. So a run
that was cut off can always be taken back: `docs/edits.md` tells how.
"""

import json
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, cast, get_args

_SCHEMA = 1

Kind = Literal["swap", "move", "mkdir", "rmdir", "barrier"]


class Step(NamedTuple):
    """One change of a disk that happens as a whole. Paths are vault-relative.

    `swap`: the file at `path` and the one at `other` change places; `before` and `after` are the marks
    of what `path` holds. `move`: the file at `path`, whose mark is `before`, goes to `other`, where
    nothing is. `mkdir` and `rmdir`: the folder `path`; `before` is its mode in octal, or empty.
    `barrier`: a move of a file of ours, which tells whether all earlier steps are done, or no later one is.
    """

    kind: Kind
    path: str
    other: str = ""
    before: str = ""
    after: str = ""


class Journal(NamedTuple):
    """A change of a vault: its steps in order, and what every touched path holds before and after.

    `starts` and `ends` are pairs of path and mark. The other fields say it for people, in the paths
    after the change but for `deleted`.
    """

    title: str
    steps: tuple[Step, ...]
    starts: tuple[tuple[str, str], ...]
    ends: tuple[tuple[str, str], ...]
    edited: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    created: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


def inverse(step: Step) -> Step:
    """The step that takes a step back."""
    match step.kind:
        case "swap":
            return step._replace(before=step.after, after=step.before)
        case "move" | "barrier":
            return step._replace(path=step.other, other=step.path)
        case "mkdir":
            return step._replace(kind="rmdir")
        case "rmdir":
            return step._replace(kind="mkdir")


def touched(journal: Journal) -> frozenset[str]:
    """All files that a change makes, moves, writes or removes."""
    return frozenset(path for path, _ in (*journal.starts, *journal.ends))


def undoing(journal: Journal) -> Journal:
    """The journal of taking a change back."""
    olds = {new: old for old, new in journal.moved}
    return Journal(
        f"undo of {journal.title}",
        tuple(inverse(step) for step in reversed(journal.steps)),
        journal.ends,
        journal.starts,
        tuple(sorted(olds.get(path, path) for path in journal.edited)),
        tuple(sorted(olds.items())),
        journal.deleted,
        journal.created,
    )


def kept(steps: Sequence[Step], folder: str, done: bool) -> dict[str, str]:
    """The files in `folder`, our own, with their marks: when all steps are done, or when none is."""
    found: dict[str, str] = {}
    for step in steps if done else [inverse(step) for step in reversed(steps)]:
        if step.other:
            found.pop(step.path, None)
            found[step.other] = step.before
    return {path: mark for path, mark in found.items() if path.startswith(folder)}


def to_text(journal: Journal) -> str:
    """A journal as JSON. Names that are not UTF-8 come back as they were."""
    return json.dumps({"schema": _SCHEMA, **journal._asdict()}) + "\n"


def from_text(text: str) -> Journal:
    """The journal that a text holds. ValueError where it holds none."""
    data = json.loads(text)
    try:
        if data.pop("schema") != _SCHEMA:
            raise ValueError("not a journal of this version")
        return Journal(
            _text(data["title"]),
            tuple(_step(fields) for fields in data["steps"]),
            _pairs(data["starts"]),
            _pairs(data["ends"]),
            tuple(map(_text, data["edited"])),
            _pairs(data["moved"]),
            tuple(map(_text, data["created"])),
            tuple(map(_text, data["deleted"])),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a journal: {error}") from error


def _text(word: Any) -> str:
    if not isinstance(word, str):
        raise ValueError(f"not a text: {word!r}")
    return word


def _pairs(words: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(one), _text(two)) for one, two in words)


def _step(fields: Any) -> Step:
    kind, path, other, before, after = map(_text, fields)
    if kind not in get_args(Kind):
        raise ValueError(f"not a step: {kind}")
    return Step(cast(Kind, kind), path, other, before, after)
