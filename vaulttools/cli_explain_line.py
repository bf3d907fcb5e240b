"""What `explain NOTE:LINE` prints, as text or as JSON; made from `explain`."""

from typing import Any

from vaulttools.errors import VaultError
from vaulttools.explain import LineReasons, LinkReason, explain_line
from vaulttools.graph import Graph
from vaulttools.outputs.fields import link_fields
from vaulttools.outputs.terminal import escape, filled, painted, width_of
from vaulttools.patterns import pattern

_PLACE = pattern(r"(?s)(.+):([0-9]+)(?::[0-9]+)?")


def is_place(words: str) -> bool:
    """Whether somebody asks for a line of a note ("a/N.md:12", "N:12:5") rather than for a check."""
    return _PLACE.fullmatch(words) is not None


def line_reasons(graph: Graph, place: str, root: str) -> LineReasons:
    """The reasons for "NOTE:LINE"; no such note or line is a VaultError."""
    from vaulttools.cli_lists import named_file

    match = _PLACE.fullmatch(place)
    assert match is not None, "ask is_place first"
    path = named_file(graph, match[1], root)
    try:
        return explain_line(graph, path, int(match[2]))
    except ValueError as error:
        raise VaultError(str(error)) from error


def as_text(reasons: LineReasons, colour: bool) -> str:
    """The reasons for a person."""
    head = f"{escape(reasons.path)}:{reasons.line}\n    {escape(reasons.text)}\n"
    parts = [_link(link, colour) for link in reasons.links]
    parts += [
        f"\n{painted(escape(other.written), 'bold', colour)} (column {other.column}) is not a link\n"
        f"  why         {escape(other.why)}\n"
        for other in reasons.look_alikes
    ]
    return head + ("".join(parts) or "\nno link stands on this line\n")


def _link(reason: LinkReason, colour: bool) -> str:
    item = reason.item
    title = painted(escape(reason.written), "bold", colour)
    goal = f"goes to {escape(item.target)}" if item.target is not None else "goes nowhere"
    lines = [
        f"\n{title} (column {reason.column}) {goal}",
        f"  read as     {escape(_parts(reason))}",
        f"  rule        {item.rule}: {escape(reason.rule.doc)}",
        f"  known from  {reason.rule.source}",
    ]
    if reason.place:
        lines.append(f"  place       {escape(reason.place)}")
    if reason.candidates:
        lines.append("  candidates")
        lines += [f"    {_candidate(reason, number)}" for number in range(len(reason.candidates))]
    if reason.spellings:
        lines.append("  written otherwise")
        written = [escape(spelling.linkpath) for spelling in reason.spellings]
        size = max(map(width_of, written))
        lines += [
            f"    {filled(text, size)}  → {escape(spelling.target or 'nothing')}  ({spelling.rule})"
            for text, spelling in zip(written, reason.spellings, strict=True)
        ]
    return "\n".join(lines) + "\n"


def _parts(reason: LinkReason) -> str:
    link = reason.item.link
    kind = link.style if link.style in ("wikilink", "property") else f"{link.style} link"
    kind = f"property '{link.property}'" if link.style == "property" else kind
    parts = [kind + (" (embed)" if link.is_embed else ""), f"path '{link.linkpath}'"]
    parts += [f"place '{link.subpath}'"] if link.subpath else []
    parts += [f"display text '{link.display}'"] if link.display is not None else []
    return ", ".join(parts)


def _candidate(reason: LinkReason, number: int) -> str:
    candidate = reason.candidates[number]
    mark = "→" if candidate.path == reason.item.target else "·" if candidate.fits else "✗"
    return f"{mark} {escape(candidate.path)}: {escape(candidate.why)}"


def as_json(reasons: LineReasons) -> dict[str, Any]:
    """The reasons for a program."""
    return {
        "schema": 1,
        "path": reasons.path,
        "line": reasons.line,
        "text": reasons.text,
        "links": [_link_json(reason) for reason in reasons.links],
        "look_alikes": [
            {
                "written": one.written,
                "column": one.column,
                "start": one.span.start,
                "end": one.span.end,
                "why": one.why,
            }
            for one in reasons.look_alikes
        ],
    }


def _link_json(reason: LinkReason) -> dict[str, Any]:
    item, link = reason.item, reason.item.link
    return {
        "original": reason.written,
        "column": reason.column,
        "start": link.span.start,
        "end": link.span.end,
        **link_fields(link),
        "target": item.target,
        "outcome": item.outcome,
        "place": reason.place or None,
        "rule": {"name": item.rule, "doc": reason.rule.doc, "source": reason.rule.source},
        "candidates": [candidate._asdict() for candidate in reason.candidates],
        "spellings": [spelling._asdict() for spelling in reason.spellings],
    }
