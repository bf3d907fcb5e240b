"""What several JSON documents say of a link or a topic, said once. The names are relied on from outside."""

from typing import Any

from vaulttools.links import Link
from vaulttools.topics import Area, Topic, Topics


def link_fields(link: Link) -> dict[str, Any]:
    """What stands in the note: how the link is written, its parts, and where each part is written."""
    return {
        "style": link.style,
        "embed": link.is_embed,
        "property": link.property,
        "linkpath": link.linkpath,
        "subpath": link.subpath,
        "display": link.display,
        "linkpath_span": list(link.linkpath_span),
        "subpath_span": list(link.subpath_span),
        "display_span": list(link.display_span),
    }


def topic_fields(topic: Topic, topics: Topics) -> dict[str, Any]:
    """A topic: its name, what it is about, who is in it, and its figures, which `Topic` explains."""
    return {
        "id": topic.id,
        "name": topic.name,
        "keywords": list(topic.keywords),
        "size": len(topic.members),
        "members": list(topic.members),
        "stability": topic.stability,
        "parent": topic.parent,
        "hub": topic.hub,
        "bridges": list(topic.bridges),
        "conductance": topic.conductance,
        "coherence": topic.coherence,
        "modularity": topic.modularity,
        "confidence": [topics.confidence.get(path, 0.0) for path in topic.members],
    }


def area_fields(area: Area) -> dict[str, Any]:
    """A topic of topics: its name, what it is about, the ids of its topics."""
    return {"id": area.id, "name": area.name, "keywords": list(area.keywords), "topics": list(area.topics)}
