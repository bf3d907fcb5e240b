"""An attachment that nothing links to or embeds."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span

NAME = "unused-attachment"
# What Obsidian shows, and documents that people attach. Code, data and style sheets in a vault serve other programs.
_ATTACHED = (
    " avif bmp gif jpeg jpg png svg webp flac m4a mp3 ogg wav webm 3gp mkv mov mp4 ogv pdf "
    " doc docx epub key numbers odp ods odt pages ppt pptx psd rtf xls xlsx zip "
)


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each attachment of a kind that notes show or people attach, without a link."""
    for path in graph.vault.attachments:
        if path not in graph.incoming and _is_attached(path.rpartition("/")[2].lower()):
            message = "nothing links to this file or embeds it; use it or delete it"
            yield Finding(NAME, "info", path, Span(0, 0), message)


def _is_attached(name: str) -> bool:
    """Whether a file of this name is there for notes to show it. A favicon is there for the published site."""
    return f" {name.rpartition('.')[2]} " in _ATTACHED and not name.startswith("favicon")


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""Nothing links to an attachment or embeds it.

    It may be a leftover of a deleted note. Pictures, sound, video, PDF and office documents are looked at; code,
    style sheets and data are not. Only Obsidian's own links count: a picture shown by HTML or by a plugin's
    code block is reported all the same.

    Use it, or delete it.
    """,
    examples=(
        Example(
            '-- Home.md --\n![[plot.png]]\n-- plot.png --\n-- Board.canvas --\n{"nodes": [], "edges": []}\n'
            "-- publish.css --\n-- log.edn --\n-- favicon-96x96.png --\n"
        ),
        Example(
            "-- Home.md --\n-- plot.png --\n",
            (("plot.png", "", "nothing links to this file or embeds it; use it or delete it"),),
        ),
    ),
)
