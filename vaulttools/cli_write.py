"""What the commands print that change notes: what was changed, and how to take it back."""

from vaulttools.disk_write import Written, recover, undo
from vaulttools.outputs.terminal import escape

_SHOWN = 20


def undone(root: str) -> str:
    """Take the last change back; the words for it."""
    return written_text(undo(root))


def recovered(root: str) -> str:
    """Put right what a run that was cut off left; the words for it."""
    said = recover(root)
    return f"{escape(said)}\n" if said else "nothing to recover: no change of this vault was cut off\n"


def written_text(done: Written) -> str:
    """What was changed, a file a line, the many shortened to a count; then the remarks."""
    rows = [
        *(f"moved   {escape(old)} → {escape(new)}" for old, new in done.moved),
        *(f"edited  {escape(path)}" for path in done.edited),
        *(f"created {escape(path)}" for path in done.created),
        *(f"deleted {escape(path)}" for path in done.deleted),
    ]
    shown = rows if len(rows) <= _SHOWN else [*rows[: _SHOWN - 1], f"… and {len(rows) - _SHOWN + 1:,} more"]
    counts = [
        f"{len(paths):,} {what}"
        for what, paths in (
            ("moved", done.moved),
            ("edited", done.edited),
            ("created", done.created),
            ("deleted", done.deleted),
        )
        if paths
    ]
    summary = f"{escape(done.title)}: {', '.join(counts) or 'nothing to change'}"
    return "".join(
        f"{line}\n" for line in [*shown, summary, *(f"note: {escape(one)}" for one in done.remarks)]
    )
