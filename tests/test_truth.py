"""The whole reader against what Obsidian recorded itself. Every number is printed: `pytest -rP tests/test_truth.py`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.truth import load
from vaulttools.canvas import parse_source
from vaulttools.checks import unportable_name
from vaulttools.graph import Graph, ResolvedLink, build_graph
from vaulttools.note import Note, parse
from vaulttools.rawlinks import encode_uri
from vaulttools.vault import Vault

VAULTS = ("clickear_2024", "clickear_garden", "black_sun_lodge", "oldwinter_garden")


def graph_of(texts: Mapping[str, str | None], files: Iterable[str] = ()) -> Graph:
    """The graph of a recorded vault: texts of notes, and the names of all files."""
    notes = {path: parse(path, texts[path] or "") for path in sorted(texts) if path.endswith(".md")}
    others = sorted({*texts, *files} - notes.keys())
    sources = {
        path: parse_source(path, texts[path] or "")
        for path in others
        if path.endswith((".canvas", ".base")) and texts.get(path)
    }
    return build_graph(Vault("recorded", notes, tuple(others), sources))


def utf16(text: str, offset: int) -> int:
    """An offset as Obsidian counts it."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def body_links(graph: Graph, path: str) -> list[ResolvedLink]:
    """A note's links in the order of the app's cache: links, then embeds; no properties."""
    found = [link for link in graph.outgoing.get(path, ()) if link.link.style != "property"]
    return sorted(found, key=lambda link: link.link.is_embed)


def as_recorded(link: ResolvedLink) -> list[str | None] | None:
    """A link as the plugin that made the dumps wrote it, None where it left the link out.

    It kept only what follows the last "/" of the linkpath, no targets but notes, and no unresolved embeds.
    """
    if link.target is None and link.link.is_embed:
        return None
    if link.target is not None and not link.target.endswith(".md"):
        return None
    return [link.target, "" if link.target else link.link.linkpath.rpartition("/")[2]]


def recorded(entry: list[str | None]) -> list[str | None]:
    """A record in the same form. Its text may hold a subpath, which may hold "/"; targets say it all."""
    name, target, _ = entry
    return [target, "" if target else (name or "").split("#")[0].rpartition("/")[2]]


@pytest.mark.parametrize("name", VAULTS)
def test_links_go_where_the_app_recorded(name: str) -> None:
    data = load(f"vaults/{name}.json")
    graph = graph_of({path: note["text"] for path, note in data["notes"].items()}, data["files"])
    links, wrong = 0, []

    for path, note in data["notes"].items():
        if note["stale"]:
            continue
        ours = [entry for entry in map(as_recorded, body_links(graph, path)) if entry]
        theirs = [recorded(entry) for entry in note["links"]]
        links += len(theirs)
        # The app lists links of footnote definitions last; we keep text order.
        in_order = ours == theirs or (
            "[^" in note["text"] and Counter(map(tuple, ours)) == Counter(map(tuple, theirs))
        )
        if not in_order:
            wrong.append((path, ours, theirs))

    print(f"{name}: {links} links of {len(data['notes'])} notes, {len(wrong)} notes differ")
    assert not wrong, wrong[:3]


@pytest.mark.parametrize("name", VAULTS)
def test_headings_are_those_the_app_recorded(name: str) -> None:
    data = load(f"vaults/{name}.json")
    wrong = [
        path
        for path, note in data["notes"].items()
        if not note["stale"]
        and [[heading.level, heading.text] for heading in parse(path, note["text"]).headings]
        != note["headings"]
    ]

    print(f"{name}: headings of {len(data['notes'])} notes, {len(wrong)} differ")
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("name", VAULTS)
def test_tags_and_aliases_are_those_the_app_recorded(name: str) -> None:
    data = load(f"vaults/{name}.json")
    tags, wrong = 0, []
    for path, note in data["notes"].items():
        if note["stale"]:
            continue
        ours = parse(path, note["text"])
        mine = {tag.name.lower() for tag in ours.tags if not tag.in_properties} | old_property_tags(ours)
        tags += len(note["tags"])
        if mine != set(note["tags"]) and "{{" not in note["text"]:
            wrong.append((path, mine, note["tags"]))
        if isinstance(ours.properties.get("aliases"), list) and list(ours.aliases) != note["aliases"]:
            wrong.append((path, ours.aliases, note["aliases"]))

    print(f"{name}: {tags} tags of {len(data['notes'])} notes, {len(wrong)} differ")
    assert not wrong, wrong[:5]


def old_property_tags(note: Note) -> set[str]:
    """Tags of the frontmatter as Obsidian read them when these vaults were recorded, before 1.9.

    Then a string was split at commas and blanks, and the key `tag` counted too (release notes 0.9.19, 1.9).
    """
    found = set()
    for key, value in note.properties.items():
        if key.lower() in ("tags", "tag"):
            for entry in value if isinstance(value, list) else [value]:
                found |= {part.removeprefix("#").lower() for part in re.split(r"[,\s]+", str(entry)) if entry}
    return found - {""}


def test_caches_of_single_notes() -> None:
    """Links with their offsets, headings, tags and block ids of 89 notes."""
    notes = load("tasks_cache.json")
    wrong: list[tuple[str, str, Any, Any]] = []
    counts: Counter[str] = Counter()

    for record in notes:
        ours = parse(record["note"], record["text"])
        for what, mine, theirs in compared(ours, record):
            counts[what] += len(theirs)
            if mine != theirs:
                wrong.append((record["note"], what, mine, theirs))

    print(f"{len(notes)} notes: {dict(counts)}, {len(wrong)} differ")
    assert not wrong, wrong[:4]


def compared(ours: Note, record: Mapping[str, Any]) -> list[tuple[str, list[Any], list[Any]]]:
    """Our reading beside the app's: (what, ours, the app's)."""
    text = ours.text
    links = [
        [link.linktext, utf16(text, link.span.start), utf16(text, link.span.end), link.is_embed]
        for link in sorted(ours.links, key=lambda link: link.is_embed)
        if link.style != "property"
    ]
    properties = [[link.property, link.linktext] for link in ours.links if link.style == "property"]
    theirs = [link for link in record["links"] if link["kind"] != "frontmatter"]
    return [
        ("links", links, [[x["link"], x["start"], x["end"], x["kind"] == "embed"] for x in theirs]),
        (
            "properties",
            properties,
            [[x["key"], x["link"]] for x in record["links"] if x["kind"] == "frontmatter"],
        ),
        (
            "headings",
            [[x.level, x.text] for x in ours.headings],
            [[x["level"], x["heading"]] for x in record["headings"]],
        ),
        (
            "tags",
            ["#" + x.name for x in ours.tags if not x.in_properties],
            [x["tag"] for x in record["tags"]],
        ),
        ("blocks", sorted(x.id.lower() for x in ours.blocks), sorted(record["blocks"])),
    ]


def test_resolved_and_unresolved_links_of_a_whole_vault() -> None:
    """`resolvedLinks` and `unresolvedLinks` of obsidian-tasks' vault, canvas, embeds and properties included."""
    data = load("tasks_vault.json")
    graph = graph_of(data["files"])
    resolved: dict[str, Counter[str]] = {path: Counter() for path in data["resolvedLinks"]}
    unresolved: dict[str, Counter[str]] = {path: Counter() for path in data["unresolvedLinks"]}
    for link in graph.links:
        if link.source in resolved and link.target is not None:
            resolved[link.source][link.target] += 1
        elif link.source in unresolved:
            unresolved[link.source][link.link.linkpath.removesuffix(".md")] += 1

    sources = [path for path in data["resolvedLinks"] if path not in data["stale"]]
    wrong = [
        (
            path,
            dict(resolved[path]),
            data["resolvedLinks"][path],
            dict(unresolved[path]),
            data["unresolvedLinks"][path],
        )
        for path in sources
        if dict(resolved[path]) != data["resolvedLinks"][path]
        or dict(unresolved[path]) != data["unresolvedLinks"][path]
    ]

    print(
        f"{len(sources)} sources, {sum(map(len, data['resolvedLinks'].values()))} targets, {len(wrong)} differ"
    )
    assert not wrong, wrong[:4]


def test_probes_in_the_console_of_the_app() -> None:
    """28 probes of Obsidian 1.13.7."""
    cases = load("probes_1_13_7.json")["cases"]
    wrong = [case for case in cases if not probe_holds(case)]

    print(f"{len(cases)} probes, {len(wrong)} differ")
    assert not wrong, wrong


def probe_holds(case: Mapping[str, Any]) -> bool:
    if case["kind"] == "parse":
        return [link.linktext for link in parse("n.md", case["text"]).links] == case["links"]
    if case["kind"] == "heading":
        heading = parse("n.md", case["text"]).headings[0]
        return (heading.level, heading.text) == (case["level"], case["heading"])
    if case["kind"] == "graph":
        graph = graph_of(case["files"])
        return all(
            Counter(link.target for link in graph.links if link.source == source and link.target) == targets
            for source, targets in case["resolved"].items()
        ) and all(
            Counter(link.link.linkpath for link in graph.links if link.source == source and not link.target)
            == names
            for source, names in case.get("unresolved", {}).items()
        )
    if case["kind"] == "filename":
        # Names the app takes are flagged as well: no link can carry them.
        names = [f"a{one}b.png" for one in (case["forbidden"] + case["allowed"]).replace("/", "")]
        vault = Vault("names", {}, (*sorted(names), "plain name.png"))
        return {finding.path for finding in unportable_name.run(build_graph(vault))} == set(names)
    if case["kind"] == "write":
        return encode_uri(case["file"]) in case["out"]
    form = "NFD" if "NFD" in case.get("note", "") else "NFC"
    files = [unicodedata.normalize(form, path) for path in case["files"]]
    target = graph_of(dict.fromkeys(files, "") | {case["src"]: f"[[{case['link']}]]"}).links[0].target
    return (target and unicodedata.normalize("NFC", target)) == case["dest"]
