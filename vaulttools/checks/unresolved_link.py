"""A link to a note that is not there."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._near import alias_owners, is_attachment_link, near_files, near_name, no_note_remedy
from vaulttools.checks._repair import to_file
from vaulttools.graph import Graph

NAME = "unresolved-link"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link that leads to no file and names a note."""
    lost = [item for item in graph.links if item.outcome == "no-file" and not is_attachment_link(item)]
    if not lost:
        return
    near, owners, fix, remedy = near_files(graph), alias_owners(graph), to_file(graph), no_note_remedy(graph)
    for item in lost:
        if not owners(item.link.linkpath):  # those are for alias-as-link
            wanted = item.link.linkpath
            paths, is_sure = near(wanted)
            what = f"there is no note '{wanted}'" if "/" in wanted else f"no note is named '{wanted}'"
            message = f"{what}; {remedy(item.link, near_name(wanted, paths))}"
            # A link that is no embed may mean a note to come rather than the picture of its name.
            is_meant = item.link.is_embed or all(path in graph.vault.notes for path in paths)
            mended = fix(item, paths) if is_sure and is_meant else None
            yield Finding(NAME, "error", item.source, item.link.span, message, mended)


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A link leads to a note that does not exist.

    Obsidian shows such a link pale and makes an empty note when it is clicked. Mostly the name is
    misspelt, or the note was renamed or moved outside the app. Links are resolved by
    Obsidian's own rules: letter case does not matter, a bare name is found in every folder, an
    alias is never found (those are for `alias-as-link`).

    Mend the name, or write the note. The fix writes the name of the only note whose name has the same words, but for
    punctuation, order, plurals, articles or a letter in a long word; it is marked unsafe, since only you know what was
    meant. A single word with a wrong letter is asked about, not mended: it may be a note to come. So is the name of a
    picture or other file, where it is no embed, and `[[IDS/IPS]]` where no folder is named `IDS`: it may mean either.
    With `--unsafe-fixes` the history in git is asked too: where a note was renamed, the link gets its new name.
    """,
    examples=(
        Example("-- Newton.md --\n-- Gravity.md --\nFound by [[Newton]] in 1666.\n"),
        Example("-- Newton.md --\n---\naliases: Sir Isaac\n---\n-- Gravity.md --\nBy [[Sir Isaac]].\n"),
        Example(
            "-- Newton.md --\n-- Gravity.md --\nFound by [[Newtn]] in 1666.\n",
            (("Gravity.md", "[[Newtn]]", "no note is named 'Newtn'; did you mean 'Newton'?"),),
        ),
        Example(
            "-- Laws of motion.md --\n-- Gravity.md --\nSee [[law of motion]] and [[laws_of_motions|them]].\n",
            (
                (
                    "Gravity.md",
                    "[[law of motion]]",
                    "no note is named 'law of motion'; did you mean 'Laws of motion'?",
                ),
                (
                    "Gravity.md",
                    "[[laws_of_motions|them]]",
                    "no note is named 'laws_of_motions'; did you mean 'Laws of motion'?",
                ),
            ),
            "-- Gravity.md --\nSee [[Laws of motion]] and [[Laws of motion|them]].\n",
        ),
        Example(
            "-- Trail .md --\n-- Gravity.md --\nSee [[Trail]].\n",
            (
                (
                    "Gravity.md",
                    "[[Trail]]",
                    "no note is named 'Trail'; 'Trail .md' cannot be linked by its name, which starts or ends with "
                    "a blank: rename it",
                ),
            ),
        ),
        Example(
            "-- people/Sir Isaac Newton.md --\n-- Gravity.md --\nFound by [[persons/Sir Isaac Newton|him]].\n",
            (
                (
                    "Gravity.md",
                    "[[persons/Sir Isaac Newton|him]]",
                    "there is no note 'persons/Sir Isaac Newton'; did you mean 'people/Sir Isaac Newton'?",
                ),
            ),
            "-- Gravity.md --\nFound by [[Sir Isaac Newton|him]].\n",
        ),
        Example(
            "-- img/traffic-jam.png --\n-- Networks.md --\n- [[traffic jam]], and:\n\n![[traffic jam]]\n",
            (
                (
                    "Networks.md",
                    "[[traffic jam]]",
                    "no note is named 'traffic jam'; did you mean 'traffic-jam.png'?",
                ),
                (
                    "Networks.md",
                    "![[traffic jam]]",
                    "no note is named 'traffic jam'; did you mean 'traffic-jam.png'?",
                ),
            ),
            "-- Networks.md --\n- [[traffic jam]], and:\n\n![[traffic-jam.png]]\n",
        ),
        Example(
            "-- IPS.md --\n-- Networks.md --\nGuarded by an [[IDS/IPS]].\n",
            (("Networks.md", "[[IDS/IPS]]", "there is no note 'IDS/IPS'; did you mean 'IPS'?"),),
        ),
        Example(
            "-- C#.md --\n-- Languages.md --\nSee [[C#]] and [[https://example.org/c.html]].\n",
            (
                (
                    "Languages.md",
                    "[[C#]]",
                    "no note is named 'C'; 'C#' cannot be linked, since '#' starts a heading: rename it",
                ),
                (
                    "Languages.md",
                    "[[https://example.org/c.html]]",
                    "there is no note 'https://example.org/c.html'; "
                    "a web address is written <https://...> or [words](https://...)",
                ),
            ),
        ),
        Example(
            "-- Gravity.md --\nSee [[|the book]].\n",
            (
                (
                    "Gravity.md",
                    "[[|the book]]",
                    "no note is named '|the book'; put the note's name before the '|'",
                ),
            ),
        ),
        Example(
            "-- Gravity.md --\nSee [[Principia Mathematica]].\n",
            (
                (
                    "Gravity.md",
                    "[[Principia Mathematica]]",
                    "no note is named 'Principia Mathematica'; write it or mend the link",
                ),
            ),
        ),
    ),
)
