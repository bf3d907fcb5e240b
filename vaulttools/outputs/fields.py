"""What several JSON documents say of a link or a topic, said once. The names are relied on from outside."""

from typing import Any

from vaulttools.links import Link
from vaulttools.topics import Area, Topic


def link_fields(link: Link) -> dict[str, Any]:
    """What stands in the note: how the link is written, and its parts."""
    return {
        "style": link.style,
        "embed": link.is_embed,
        "property": link.property,
        "linkpath": link.linkpath,
        "subpath": link.subpath,
        "display": link.display,
    }


def topic_fields(topic: Topic) -> dict[str, Any]:
    """A topic: its name, what it is about, who is in it, how stable it is."""
    return {
        "id": topic.id,
        "name": topic.name,
        "keywords": list(topic.keywords),
        "size": len(topic.members),
        "members": list(topic.members),
        "stability": topic.stability,
        "parent": topic.parent,
    }


def area_fields(area: Area) -> dict[str, Any]:
    """A topic of topics: its name, what it is about, the ids of its topics."""
    return {"id": area.id, "name": area.name, "keywords": list(area.keywords), "topics": list(area.topics)}
