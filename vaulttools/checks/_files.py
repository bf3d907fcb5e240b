"""What the checks of files share: every file once, and files by name."""

from collections.abc import Iterable, Iterator

from vaulttools.graph import Graph
from vaulttools.names import folded


def all_files(graph: Graph) -> Iterator[str]:
    """The paths of notes and attachments, sorted."""
    return iter(sorted(graph.vault.files))


def by_name(paths: Iterable[str]) -> dict[str, list[str]]:
    """Paths by folded file name, in the order given."""
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(folded(path.rpartition("/")[2]), []).append(path)
    return found
