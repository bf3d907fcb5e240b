"""What no check of one vault can find, but a comparison with another day: `--since` and `--baseline`."""

from vaulttools.checks import Check, Severity


def _change(name: str, severity: Severity, doc: str) -> Check:
    return Check(name, severity, lambda graph: (), (), doc)


CHANGES = {
    "hijacked-link": _change(
        "hijacked-link",
        "warning",
        """A link's words stayed, but it leads to another file than before.

    Found by `check --since REV`. A new note of the same name, nearer or higher up, takes over links by a bare
    name; a deleted note leaves its links to a namesake; a note moved into another folder sees other
    neighbours. Obsidian says nothing in any of these cases. Where a file was only moved, its links go along, and
    nothing is reported.

    Write the folder into the link, or rename the newcomer. Where it is meant, say so on the line:
    `%% vaulttools: ignore hijacked-link -- meant %%`.
    """,
    ),
    "stale-baseline": _change(
        "stale-baseline",
        "error",
        """The baseline holds a finding that is no longer there.

    Found by `check --baseline FILE`. Somebody mended a fault, or moved it to another note. The entry would
    hide the next fault of its kind in that note. Of entries that the run would not show, such as hints without
    `--verbose`, nothing is said.

    Take it out with `check --baseline FILE --baseline-prune`, and commit the file.
    """,
    ),
}
