"""The page's data: `MapData` and `Look` as columns of numbers and short tables."""

from typing import Any

from vaulttools.map_look import DARK, LIGHT, SHAPES, Look
from vaulttools.map_model import ATTACHMENT, NOTE, UNRESOLVED, MapData, Thing
from vaulttools.map_network import MapNetwork, block


def page(data: MapData, look: Look) -> str:
    """The HTML of a map."""
    width, height = extent(look)
    network = MapNetwork(data.title, summary(data))
    network.frame(width / 2, height / 2)
    network.blocks = {"map-data": block(columns(data, look)), "map-words": block(words(data))}
    return network.generate_html()


def extent(look: Look) -> tuple[float, float]:
    """Width and height of the map, which is centred on (0, 0)."""
    spots = list(zip(look.places.x, look.places.y, look.radii, strict=True))
    width = max((abs(x) + r for x, _, r in spots), default=100.0)
    height = max((abs(y) + r for _, y, r in spots), default=100.0)
    return round(2 * width, 1), round(2 * height, 1)


def summary(data: MapData) -> str:
    """The map in one sentence, for those who do not see it."""
    notes = sum(thing.kind == NOTE for thing in data.things)
    missing = sum(thing.kind == UNRESOLVED for thing in data.things)
    parts = [_count(notes, "note"), _count(len(data.links), "link"), _count(len(data.topics), "topic")]
    if missing:
        parts.append(_count(missing, "missing note"))
    return f"Link map of {data.title}: {', '.join(parts)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def columns(data: MapData, look: Look) -> dict[str, Any]:
    """All that is needed to draw: one list a field, things named by their index, lengths in tenths."""
    things = data.things
    tags, folders = _names(thing.tags for thing in things), _names((thing.folder,) for thing in things)
    width, height = extent(look)
    return {
        "title": data.title,
        "vault": data.vault,
        "width": width,
        "height": height,
        "trayTop": look.places.tray_top,
        "kinds": {"note": NOTE, "unresolved": UNRESOLVED, "attachment": ATTACHMENT},
        "palette": {"light": LIGHT, "dark": DARK, "shapes": SHAPES},
        "titles": [thing.title for thing in things],
        "paths": [thing.path for thing in things],
        "slugs": ["" if thing.slug == thing.path.removesuffix(".md") else thing.slug for thing in things],
        "kind": [thing.kind for thing in things],
        "topic": [thing.topic for thing in things],
        "x": [round(x * 10) for x in look.places.x],
        "y": [round(y * 10) for y in look.places.y],
        "radius": [round(radius * 10) for radius in look.radii],
        "tagNames": list(tags),
        "folderNames": list(folders),
        "tags": _sparse((at, [tags[tag] for tag in thing.tags]) for at, thing in enumerate(things)),
        "folder": [folders[thing.folder] for thing in things],
        "aliases": _sparse((at, thing.aliases) for at, thing in enumerate(things)),
        "days": _days(things),
        "redacted": [at for at, thing in enumerate(things) if thing.is_redacted],
        "links": [end for link in data.links for end in link],
        "order": list(look.order),
        "hubs": list(look.hubs),
        "modularity": round(data.modularity, 3),
        "topics": [
            [
                topic.name,
                topic.keywords,
                topic.size,
                hue,
                shape,
                topic.hub,
                topic.bridges,
                topic.conductance,
                topic.stability,
            ]
            for topic, hue, shape in zip(data.topics, look.hues, look.shapes, strict=True)
        ],
        "marks": [list(mark) for mark in data.marks],
    }


def words(data: MapData) -> dict[str, Any]:
    """The words for the panel, read after the first drawing: sentences by link, the rest by thing."""
    return {
        "said": _sparse(enumerate(data.said)),
        "notes": [
            [at, word.excerpt, word.properties, word.video, word.moments]
            for at, word in sorted(data.words.items())
        ],
    }


def _names(groups: Any) -> dict[str, int]:
    """Distinct names, sorted, with their index."""
    return {name: at for at, name in enumerate(sorted({name for group in groups for name in group}))}


def _sparse(items: Any) -> list[list[Any]]:
    """Only the filled ones, as [index, value]."""
    return [[at, value] for at, value in items if value]


def _days(things: tuple[Thing, ...]) -> dict[str, Any] | None:
    """Days since the first as a column, -1 for unknown; None when no two days differ."""
    known = sorted({thing.day for thing in things if thing.day is not None})
    if len(known) < 2:
        return None
    # 719163 is 1970-01-01, where browsers start to count.
    return {"first": known[0] - 719163, "since": [-1 if t.day is None else t.day - known[0] for t in things]}
