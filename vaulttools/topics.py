"""Topic clusters: groups of densely linked notes, found, named and judged."""

from collections.abc import Mapping
from typing import NamedTuple


class Topic(NamedTuple):
    """One topic cluster.

    `members` are note paths, best connected first; `hub` is the first of them. `bridges` are members
    with many links into other topics. `keywords` set the topic apart, strongest first.
    `conductance` is the share of the members' link weight that leaves the topic (0 is best).
    """

    id: int
    name: str
    keywords: tuple[str, ...]
    members: tuple[str, ...]
    hub: str
    bridges: tuple[str, ...]
    conductance: float
    stability: float


class Topics(NamedTuple):
    """All topics of a vault, largest first, and where each note belongs.

    `of` has the topic id of each note that has one. `modularity` is Newman's Q of the weighted
    link graph. `homeless` are notes that neither links nor words place, sorted.
    """

    topics: tuple[Topic, ...]
    of: Mapping[str, int]
    modularity: float
    homeless: tuple[str, ...]
