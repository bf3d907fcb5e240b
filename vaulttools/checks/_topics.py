"""What the checks of topics share."""

from vaulttools.checks import TopicCase


def neighbours(case: TopicCase) -> dict[str, set[str]]:
    """For each note in a topic the other such notes it is linked with, in either direction."""
    of = case.topics.of
    near: dict[str, set[str]] = {path: set() for path in of}
    for link in case.graph.links:
        source, target = link.source, link.target
        if target is not None and target in of and source in of and source != target:
            near[source].add(target)
            near[target].add(source)
    return near
