"""What the commands print that change notes: what was changed, and how to take it back."""

import sys

from vaulttools.disk_write import Written, recover, undo
from vaulttools.edit import Move
from vaulttools.outputs.terminal import escape
from vaulttools.text import counted, some_of

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

_SHOWN = 20
_DONE = ("moved", "edited", "created", "deleted")
_TO_DO = ("move", "edit", "create", "delete")


def undone(args: "Namespace", root: str) -> str:
    """Take the last change back, and the words for it; with `--dry-run` or `--diff` only what that would do."""
    remarks = _left_behind(root)
    if args.diff:
        from vaulttools.disk_settings import repository_prefix
        from vaulttools.disk_undo import undo_plan
        from vaulttools.edit_diff import unified_diff

        plan, texts = undo_plan(root)
        sys.stderr.write("".join(f"note: {escape(remark)}\n" for remark in remarks))
        return unified_diff(texts, plan, repository_prefix(root))
    if args.dry_run:
        from vaulttools.disk_undo import next_undo

        back = next_undo(root)
        moved = tuple(Move(old, new) for old, new in back.moved)
        return _would_text(Written(back.title, back.edited, moved, back.created, back.deleted, remarks))
    done = undo(root)
    return written_text(done._replace(remarks=(*done.remarks, *remarks)))


def _left_behind(root: str) -> tuple[str, ...]:
    """The remark on links that undo leaves behind, as they were written after the change; none where it is refused."""
    from vaulttools.cli_common import graph_of
    from vaulttools.disk_settings import read_config
    from vaulttools.disk_undo import undo_plan
    from vaulttools.errors import VaultError
    from vaulttools.proof import stranded

    try:
        plan, _ = undo_plan(root)
        graph = graph_of(root, read_config(root), 0)
        found = [f"{item.source}: {item.link.linktext}" for item in stranded(graph, plan)]
    except (VaultError, OSError):
        return ()
    return (
        (f"links that find something else, or nothing, once it is undone: {some_of(found)}",) if found else ()
    )


def recovered(root: str) -> str:
    """Put right what a run that was cut off left; the words for it."""
    said = recover(root)
    return f"{escape(said)}\n" if said else "nothing to recover: no change of this vault was cut off\n"


def written_text(done: Written) -> str:
    """What was changed, a file a line, the many shortened to a count; then the remarks."""
    files = (done.moved, done.edited, done.created, done.deleted)
    counts = ", ".join(f"{len(paths):,} {word}" for paths, word in zip(files, _DONE, strict=True) if paths)
    summary = f"{escape(done.title)}: {counts or 'nothing to change'}"
    return "".join(f"{line}\n" for line in [*_rows(done, _DONE), summary, *_notes(done)])


def _notes(found: Written) -> list[str]:
    return [f"note: {escape(remark)}" for remark in found.remarks]


def _would_text(found: Written) -> str:
    """What would be changed: how many files, then a file a line."""
    files = {new for _, new in found.moved} | {*found.edited, *found.created, *found.deleted}
    summary = f"{escape(found.title)}: {counted(len(files), 'file')} would change"
    lines = [summary, *(f"  {row}" for row in _rows(found, _TO_DO)), *_notes(found)]
    return "".join(f"{line}\n" for line in lines)


def _rows(done: Written, words: "Sequence[str]") -> list[str]:
    """A row a file; `words` are for those moved, edited, created and deleted."""
    moved, edited, created, deleted = (f"{word:<7}" for word in words)
    rows = [
        *(f"{moved} {escape(old)} → {escape(new)}" for old, new in done.moved),
        *(f"{edited} {escape(path)}" for path in done.edited),
        *(f"{created} {escape(path)}" for path in done.created),
        *(f"{deleted} {escape(path)}" for path in done.deleted),
    ]
    return rows if len(rows) <= _SHOWN else [*rows[: _SHOWN - 1], f"… and {len(rows) - _SHOWN + 1:,} more"]
