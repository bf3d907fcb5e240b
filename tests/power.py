"""Power cuts: every state in which a run could leave a disk that loses what was not yet flushed.

What is taken for granted of a disk, and no more: a flush (fsync) of a file makes its bytes and mode safe, a flush
of a folder the names in it; a rename or exchange happens wholly or not at all, and is safe once every folder it
concerns was flushed; changes of one name keep their order. Everything else that was not flushed may be there or
not, whatever came before or after it; bytes may be there in part, or be zeros. A disk that keeps changes of names
in order has fewer states: for each, there is a moment at which this one has it too, with no name lost.
"""

import os
import random
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from tests.edit_scene import memory_disk
from tests.faults import KILLED, Scene, judged, scene, settled
from tests.power_trace import ROOT, Change, Cut, Filled, Flushed, Moded, Named, Node, Record, Run, record
from vaulttools.disk_write import undo, write_plan
from vaulttools.edit import Plan

Torn = Literal["whole", "half", "zeros"]
TORN: tuple[Torn, ...] = get_args(Torn)
Disk = dict[str, Node]
_CHANCES = 2  # random choices of what is lost, for each moment


class Story(NamedTuple):
    """What happens before the power is cut: the scene that `start` makes, with so many notes, then the runs."""

    start: str
    notes: int
    runs: tuple[Run, ...]


class State(NamedTuple):
    """A disk after a power cut: how many changes had been asked for, and whether the run had said how it ended."""

    moment: int
    ended: bool
    disk: Disk


def tell(story: Story, stride: int = 1) -> Iterator[str]:
    """How the vault ends in each state that a power cut in a story can leave; each n-th, with a stride of n."""
    with scene(story.start, story.notes) as place:
        run, status = record(place.root, *story.runs)
        end = judged(place) if status != KILLED else ""
        for number, state in enumerate(states(run, stride)):
            yield survive_cut(story.start, place, state, end, by_writing=number % 2 == 1)


def tell_on(story: Story, stride: int) -> Iterator[str]:
    """The same where the power is cut once more, while what the first cut left is taken back."""
    with scene(story.start, story.notes) as place:
        run, _ = record(place.root, *story.runs)
        for state in [*states(run)][::stride]:
            with restarted(state.disk, place) as here:
                again, _ = record(here.root, Run("recover"))
                end = judged(here)
                for number, second in enumerate(states(again, 3)):
                    yield survive_cut(story.start, here, second, end, by_writing=number % 2 == 1)


def states(run: Record, stride: int = 1) -> Iterator[State]:
    """Every state that differs from those before it, for a cut after each change of a run.

    With a stride of n, only each n-th moment is looked at, and each n-th change is lost, or kept, alone.
    """
    chance = random.Random(stride)
    seen = set()
    end = len(run.changes)
    for moment in (*range(0, end, stride), end):
        waiting = unflushed(run.changes[:moment])
        safe = set(range(moment)).difference(waiting)
        for kept, torn in _choices(run.changes, waiting, stride, chance):
            disk = disk_after(run, safe.union(kept), set(waiting), torn)
            key = hash((frozenset(disk.items()), moment == end))
            if key not in seen:
                seen.add(key)
                yield State(moment, moment == end, disk)


def unflushed(changes: Sequence[Change]) -> list[int]:
    """The changes that a power cut may undo, by number."""
    flushed: set[int] = set()
    safe: set[tuple[int, str]] = set()
    waiting = []
    for at in reversed(range(len(changes))):
        change = changes[at]
        if isinstance(change, Flushed):
            flushed.add(change.node)
        elif flushed.issuperset(_concerned(change)) or not safe.isdisjoint(_names(change)):
            safe |= _names(change)
        else:
            waiting.append(at)
    return waiting[::-1]


def _concerned(change: Change) -> list[int]:
    return [name.folder for name in change.names] if isinstance(change, Named) else [change.node]


def _choices(
    changes: Sequence[Change], waiting: Sequence[int], stride: int, chance: random.Random
) -> Iterator[tuple[Collection[int], Torn]]:
    """What reaches the disk of what was not flushed: all, no bytes, nothing, all but one, one alone, some."""
    for torn in TORN:
        yield waiting, torn
    yield [at for at in waiting if isinstance(changes[at], Named)], "whole"
    yield (), "whole"
    for one in waiting[::stride]:
        yield _without(changes, waiting, {one}), "whole"
        yield _alone(changes, waiting, one), "whole"
    for _ in range(_CHANCES if waiting else 0):
        lost = {at for at in waiting if chance.random() < 0.5}
        yield _without(changes, waiting, lost), chance.choice(TORN)


def _without(changes: Sequence[Change], waiting: Sequence[int], lost: Collection[int]) -> list[int]:
    """What is kept when some changes are lost, and with them all later ones of the same names."""
    kept = []
    gone: set[tuple[int, str]] = set()
    for at in waiting:
        if at in lost or not gone.isdisjoint(_names(changes[at])):
            gone |= _names(changes[at])
        else:
            kept.append(at)
    return kept


def _alone(changes: Sequence[Change], waiting: Sequence[int], one: int) -> list[int]:
    """A change, and the earlier ones of the same names."""
    kept, wanted = [one], _names(changes[one])
    for at in reversed([at for at in waiting if at < one]):
        if not wanted.isdisjoint(_names(changes[at])):
            wanted |= _names(changes[at])
            kept.append(at)
    return kept


def _names(change: Change) -> set[tuple[int, str]]:
    return {(name.folder, name.name) for name in change.names} if isinstance(change, Named) else set()


def disk_after(
    run: Record, kept: Collection[int], waiting: Collection[int] = (), torn: Torn = "whole"
) -> Disk:
    """The files and folders once these changes reached the disk, by path; bytes that waited may be torn."""
    names, nodes = dict(run.names), dict(run.nodes)
    for at in sorted(kept):
        change = run.changes[at]
        match change:
            case Named():
                names |= {(name.folder, name.name): name.node for name in change.names}
            case Moded():
                nodes[change.node] = nodes[change.node]._replace(mode=change.mode)
            case Filled():
                data = _torn(change.data, torn) if at in waiting else change.data
                old = nodes[change.node].data.ljust(change.at, b"\0")
                new = old[: change.at] + data + old[change.at + len(data) :]
                nodes[change.node] = nodes[change.node]._replace(data=new)
            case Cut():
                data = nodes[change.node].data[: change.size].ljust(change.size, b"\0")
                nodes[change.node] = nodes[change.node]._replace(data=data)
    inner: dict[int, list[tuple[str, int]]] = {}
    for (folder, name), node in names.items():
        if node is not None:
            inner.setdefault(folder, []).append((name, node))
    return dict(_below("", ROOT, inner, nodes))


def _below(
    path: str, folder: int, inner: Mapping[int, list[tuple[str, int]]], nodes: Mapping[int, Node]
) -> Iterator[tuple[str, Node]]:
    """What can be reached from a folder; what lies in one that has no name itself is lost."""
    for name, node in sorted(inner.get(folder, ())):
        yield path + name, nodes[node]
        yield from _below(f"{path}{name}/", node, inner, nodes)


def _torn(data: bytes, torn: Torn) -> bytes:
    match torn:
        case "half":
            return data[: len(data) // 2]
        case "zeros":
            return bytes(len(data))
    return data


@contextmanager
def restarted(disk: Disk, place: Scene) -> Iterator[Scene]:
    """The same vault on a disk that is in this state."""
    with tempfile.TemporaryDirectory(dir=memory_disk()) as folder:
        root = Path(folder, "vault")
        root.mkdir()
        for path, node in disk.items():
            if node.is_folder:
                (root / path).mkdir()
            else:
                (root / path).write_bytes(node.data)
        for path, node in reversed(disk.items()):
            (root / path).chmod(node.mode)
            if node.time:
                os.utime(root / path, ns=(node.time, node.time))
        yield Scene(root, place.before, place.after)


def survive_cut(start: str, place: Scene, state: State, end: str, by_writing: bool) -> str:
    """Start again after a power cut, recover, and judge: the state, the records for `undo`, and nothing else.

    What a run said at its end, if it came to its end, must hold. `by_writing` lets the next change recover
    what was cut off, rather than `recover`.
    """
    with restarted(state.disk, place) as here:
        root = str(here.root)
        if by_writing:
            write_plan(root, {}, Plan("probe", creates=(("probe.md", "probe"),)))
            undo(root)
        found = settled(start, here)
        assert not end or not state.ended or found == end, "what was said to be done was lost"
        own = here.root / ".vaulttools"
        assert (found == "after") == any((own / "undo").glob("*")), (
            "a change without its record, or the reverse"
        )
        assert not own.exists() or (own / ".gitignore").read_bytes().strip() == b"*", "git sees it"
        if found == "after":
            undo(root)
            assert settled("undo", here) == "before"
        return found
