"""Topic clusters as a table for the terminal, and as JSON."""

from typing import Any, NamedTuple

from vaulttools.outputs.fields import area_fields, topic_fields
from vaulttools.outputs.terminal import cut, escape, filled
from vaulttools.text import counted
from vaulttools.topics import Area, Topic, Topics

_FIGURES, _NAME, _KEYWORDS = 28, 52, 200
# Fewer columns show no keyword.
_FEWEST = 12


class _Columns(NamedTuple):
    """How wide the names and the keywords of a table are."""

    name: int
    keywords: int


def render_topics_text(topics: Topics, width: int | None = None) -> str:
    """A table of topics, by area, largest first, then the figures of the whole vault. Lines end with a newline.

    In a terminal of `width` columns names and keywords are cut so that rows fit.
    """
    if not topics.topics:
        count = counted(len(topics.homeless), "note")
        return f"no topics: too few links and words are shared by {count}\n"
    columns = _columns(width)
    head = f"{'id':>3}  {'notes':>5}  {'stable':>6}  {'leaves':>6}  "
    lines = [head + _cells("name", "keywords", columns)]
    if topics.areas:
        lines += [line for area in topics.areas for line in _area(area, topics, columns)]
    else:
        lines += [_row(topic, topic.name, columns) for topic in topics.topics]
    lines += ["", _summary(topics)]
    return "\n".join(lines) + "\n"


def _columns(width: int | None) -> _Columns:
    """Three fifths of what a terminal has beside the figures are for names; all of it, where the rest says nothing."""
    if width is None:
        return _Columns(_NAME, _KEYWORDS)
    room = max(width - _FIGURES, _FEWEST)
    name = min(_NAME, room * 3 // 5)
    rest = room - name - 2
    return _Columns(name, rest) if rest >= _FEWEST else _Columns(min(_NAME, room), 0)


def _area(area: Area, topics: Topics, columns: _Columns) -> list[str]:
    """A row for an area, and one for each of its topics, indented."""
    inside = [topic for topic in topics.topics if topic.parent == area.id]
    size = sum(len(topic.members) for topic in inside)
    head = f"{'':>3}  {size:>5}  {'':>6}  {'':>6}  {_named(area.name, area.keywords, columns)}"
    return [head, *(_row(topic, "  " + topic.name, columns) for topic in inside)]


def _row(topic: Topic, name: str, columns: _Columns) -> str:
    figures = f"{topic.id:>3}  {len(topic.members):>5}  {topic.stability:>6.2f}  {topic.conductance:>6.2f}"
    return f"{figures}  {_named(name, topic.keywords, columns)}"


def _named(name: str, keywords: tuple[str, ...], columns: _Columns) -> str:
    return _cells(escape(name), escape(", ".join(keywords[:5])), columns)


def _cells(name: str, keywords: str, columns: _Columns) -> str:
    """The last two columns, cut to their width; without keywords where they have none."""
    cell = cut(name, columns.name)
    return f"{filled(cell, columns.name)}  {cut(keywords, columns.keywords)}" if columns.keywords else cell


def _summary(topics: Topics) -> str:
    unsure = sum(confidence < 0.5 for confidence in topics.confidence.values())
    declared = sorted(topics.agreement.items())
    agreement = "".join(f", agreement with {kind} {value:.2f}" for kind, value in declared)
    placed = f"{len(topics.of)} notes in {len(topics.topics)} topics ({unsure} unsure)"
    return (
        f"{placed}, {len(topics.homeless)} homeless\n"
        f"modularity {topics.modularity:.2f}, links inside topics {topics.coverage:.0%}, "
        f"stability {topics.stability:.2f}{agreement}"
    )


def topics_json(topics: Topics) -> dict[str, Any]:
    """Topics as `topics --format json` prints them: the export's list, with the quality figures beside it."""
    return {
        "schema": 1,
        "topics": [topic_fields(topic, topics) for topic in topics.topics],
        "areas": [area_fields(area) for area in topics.areas],
        "homeless": list(topics.homeless),
        "quality": {
            "modularity": topics.modularity,
            "coverage": topics.coverage,
            "stability": topics.stability,
            "conductance": topics.conductance,
            "coherence": topics.coherence,
            "agreement": dict(sorted(topics.agreement.items())),
        },
    }
