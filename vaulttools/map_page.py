"""The page's data: `MapData` and `Look` as columns of numbers and short tables."""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vaulttools.map_look import DARK, LIGHT, SHAPES, Look
from vaulttools.map_model import ATTACHMENT, GONE, NOTE, UNRESOLVED, MapData, Thing
from vaulttools.map_network import MapNetwork, block
from vaulttools.map_things import plain_part
from vaulttools.text import counted


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
    there = [thing.kind for thing in data.things if not thing.slug.startswith(GONE)]
    notes, missing = there.count(NOTE), there.count(UNRESOLVED)
    links = len(data.links) - (len(data.changes.lost) if data.changes else 0)
    parts = [counted(notes, "note"), counted(links, "link"), counted(len(data.topics), "topic")]
    if missing:
        parts.append(counted(missing, "missing note"))
    return f"Link map of {data.title}: {', '.join(parts)}"


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
        "paths": [
            0 if thing.path == _plain_path(thing.folder, thing.title) else thing.path for thing in things
        ],
        "slugs": [_short_slug(thing) for thing in things],
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
        "days": _days(things, data.links),
        "redacted": [at for at, thing in enumerate(things) if thing.is_redacted],
        "links": _steps(data.links, len(things)),
        "order": list(look.order),
        "hubs": list(look.hubs),
        "modularity": round(data.modularity, 3),
        "topics": _topics(data, look),
        "marks": [list(mark) for mark in data.marks],
        "changes": _changes(data),
    }


def _plain_path(folder: str, title: str) -> str:
    """The path of most notes, which need not be told: their title in their folder."""
    return f"{folder}/{title}.md" if folder else f"{title}.md"


def _short_slug(thing: Thing) -> str:
    """ "" for a slug that is the path; "+" and the hash for one that the path gives but for its hash."""
    stem = thing.path.removesuffix(".md")
    if thing.slug == stem:
        return ""
    start = plain_part(stem) + "~"
    return "+" + thing.slug[len(start) :] if stem and thing.slug.startswith(start) else thing.slug


def _steps(links: Sequence[tuple[int, int]], count: int) -> dict[str, list[int]]:
    """Sorted links as the number of each thing's, and from target to target how many things further.

    Half as long as pairs, packed.
    """
    out, steps = [0] * count, []
    for at, (source, target) in enumerate(links):
        first = at == 0 or links[at - 1][0] != source
        steps.append(target if first else target - links[at - 1][1])
        out[source] += 1
    return {"out": out, "steps": steps}


def _topics(data: MapData, look: Look) -> list[list[Any]]:
    """A row a topic, with its hue and shape."""
    return [
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
    ]


def words(data: MapData) -> dict[str, Any]:
    """The words for the panel, read after the first drawing: sentences by link, the rest by thing."""
    return {
        "said": _sentences(data.said),
        "notes": [
            [at, word.excerpt, word.properties, word.video, word.moments]
            for at, word in sorted(data.words.items())
        ],
    }


def _sentences(said: Sequence[str]) -> dict[str, list[Any]]:
    """The sentences of links, each once: many links stand in one sentence with others.

    A row is link, sentence (both as steps from the row before), start and length of the link's own words
    in UTF-16 units, as scripts count.
    """
    texts: dict[str, int] = {}
    rows, link, text = [], 0, 0
    for at, sentence in _sparse(enumerate(said)):
        before, own, after = re.split("[\x02\x03]", sentence)
        number = texts.setdefault(before + own + after, len(texts))
        rows.append((at - link, number - text, _units(before), _units(own)))
        link, text = at, number
    return {"texts": list(texts), "rows": [number for row in rows for number in row]}


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _changes(data: MapData) -> dict[str, Any] | None:
    if data.changes is None:
        return None
    since, things, added, lost, former = data.changes
    return {
        "since": since,
        "things": [[at, kinds] for at, kinds in things.items()],
        "added": added,
        "lost": lost,
        "former": list(former.items()),
    }


def places_in(html: str) -> dict[str, tuple[float, float]]:
    """Where each thing stood on a map that `page` wrote, by slug; empty for any other text."""
    columns = _read_block(html, "map-data")
    if "paths" not in columns:
        return {}
    names = _slugs_of(columns)
    places = zip(columns.get("x", ()), columns.get("y", ()), strict=True)
    return {name: (x / 10, y / 10) for name, (x, y) in zip(names, places, strict=True)}


def _slugs_of(columns: Mapping[str, Any]) -> list[str]:
    """The slugs that `columns` made short."""
    found = []
    things = zip(columns["slugs"], columns["paths"], columns["folder"], columns["titles"], strict=True)
    for slug, path, folder, title in things:
        stem = (path or _plain_path(columns["folderNames"][folder], title)).removesuffix(".md")
        found.append(f"{plain_part(stem)}~{slug[1:]}" if slug.startswith("+") else slug or stem)
    return found


def _read_block(html: str, name: str) -> dict[str, Any]:
    found = re.search(
        rf'<script type="application/json" id="{name}" data-coding="(json|deflate)">([^<]*)<', html
    )
    if found is None:
        return {}
    coding, text = found.groups()
    if coding == "deflate":
        text = zlib.decompress(base64.b64decode(text), -15).decode("ascii")
    value = json.loads(text)
    return value if isinstance(value, dict) else {}


def _names(groups: Any) -> dict[str, int]:
    """Distinct names, sorted, with their index."""
    return {name: at for at, name in enumerate(sorted({name for group in groups for name in group}))}


def _sparse(items: Any) -> list[list[Any]]:
    """Only the filled ones, as [index, value]."""
    return [[at, value] for at, value in items if value]


def _days(things: Sequence[Thing], links: Iterable[tuple[int, int]]) -> dict[str, Any] | None:
    """Days since the first as a column, -1 for unknown; None when no two days differ.

    A missing note or a file has no day of its own: it is there from the day of the first note that names it.
    """
    known = sorted({thing.day for thing in things if thing.day is not None})
    if len(known) < 2:
        return None
    since = [-1 if thing.day is None else thing.day - known[0] for thing in things]
    naming: dict[int, int] = {}
    for source, target in links:
        if things[target].kind != NOTE:
            naming[target] = min(naming.get(target, since[source]), since[source])
    # 719163 is 1970-01-01, where browsers start to count.
    return {"first": known[0] - 719163, "since": [naming.get(at, day) for at, day in enumerate(since)]}
