"""A link or embed whose picture, sound, document or other file is not there."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._near import is_attachment_link, near_files, near_name, or_else
from vaulttools.checks._repair import to_file
from vaulttools.graph import Graph, ResolvedLink

NAME = "missing-attachment"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link or embed that leads to no file and names no note."""
    lost = [item for item in graph.links if item.outcome == "no-file" and is_attachment_link(item)]
    if not lost:
        return
    near, fix = near_files(graph), to_file(graph)
    for item in lost:
        paths, is_sure = near(item.link.linkpath)
        message = _message(item, near_name(item.link.linkpath, paths))
        mended = fix(item, paths) if is_sure else None
        yield Finding(NAME, "error", item.source, item.link.span, message, mended)


def _message(item: ResolvedLink, near: str | None) -> str:
    wanted = item.link.linkpath
    what = f"there is no file '{wanted}'" if "/" in wanted else f"no file is named '{wanted}'"
    return f"{what}; {or_else(near, 'put it into the vault or mend the link')}"


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A link or embed leads to a picture, sound, document or other file that does not exist.

    Readers see an empty frame. A file other than a note is found only with its extension:
    `![[plot.png]]`, not `![[plot]]`.

    Put the file into the vault, or mend its name.
    """,
    examples=(
        Example("-- img/plot.png --\n-- Trial.md --\n![[plot.png|300]]\n"),
        Example(
            "-- img/plot.png --\n-- Trial.md --\n![[plott.png|300]]\n",
            (("Trial.md", "![[plott.png|300]]", "no file is named 'plott.png'; did you mean 'plot.png'?"),),
            "-- Trial.md --\n![[plot.png|300]]\n",
        ),
        Example(
            "-- Trial.md --\nAll data are in [[data/raw.csv]].\n",
            (
                (
                    "Trial.md",
                    "[[data/raw.csv]]",
                    "there is no file 'data/raw.csv'; put it into the vault or mend the link",
                ),
            ),
        ),
    ),
)
