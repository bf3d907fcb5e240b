"""Vaults and topics for the map's tests: small, generated and hostile."""

import random
from collections.abc import Mapping

from vaulttools.graph import Graph, build_graph
from vaulttools.note import parse
from vaulttools.topics import Topic, Topics
from vaulttools.vault import Vault


def graph_of(texts: Mapping[str, str], name: str = "Test vault", attachments: tuple[str, ...] = ()) -> Graph:
    """The graph of a vault given as path: text."""
    return build_graph(Vault(name, {path: parse(path, texts[path]) for path in sorted(texts)}, attachments))


def topics_of(groups: Mapping[str, tuple[str, ...]]) -> Topics:
    """Topics given as name: members; the first member is the hub."""
    topics = tuple(
        Topic(at, name, (name.lower(),), members, members[0], members[1:2], 0.25, 0.9)
        for at, (name, members) in enumerate(groups.items())
    )
    return Topics(topics, {path: topic.id for topic in topics for path in topic.members}, 0.5, ())


NO_TOPICS = Topics((), {}, 0.0, ())


def garden() -> tuple[Graph, Topics]:
    """Seven notes: two topics, a missing note, an orphan, an alias, tags, a picture, a video summary."""
    graph = graph_of(
        {
            "Garden.md": "---\naliases: [Vegetable plot]\ntags: [outdoors]\ncreated: 2024-03-01\n---\n"
            "A garden needs water and light to grow.\n\nPlants in it grow in good [[Soil]] with enough [[Water]].\n",
            "Soil.md": "---\ntags: [outdoors]\ncreated: 2024-05-01\n---\nSoil feeds the [[Garden|green garden]].\n",
            "Water.md": "Water comes from rain, see [[Garden]], and from [[Wells]].\n\n![[pump.png]]\n",
            "Talk.md": "---\nvideoId: abcdefghijk\ncreated: 2025-01-01\n---\nThe talk begins with [[Bees]] "
            '<a class="yt-timestamp" data-t="00:01:30">[00:01:30]</a>.\n',
            "Bees.md": "Bees visit the [[Garden]] and were part of [[Talk]], says everyone here.\n",
            "Hive.md": "The hive is home to [[Bees]] and to nobody else.\n",
            "Alone.md": "No links here.\n",
        },
        attachments=("pump.png",),
    )
    return graph, topics_of(
        {"Growing": ("Garden.md", "Soil.md", "Water.md"), "Bees": ("Bees.md", "Talk.md", "Hive.md")}
    )


def generated(count: int, seed: int = 1) -> tuple[Graph, Topics]:
    """A vault of `count` notes in communities of very unequal size, some four links out of each note."""
    dice = random.Random(seed)
    groups = max(3, round(count**0.5 * 0.45))
    weights = [1 / (at + 1) ** 0.8 for at in range(groups)]
    homes = dice.choices(range(groups), weights, k=count)
    members: list[list[int]] = [[] for _ in range(groups)]
    for note, home in enumerate(homes):
        members[home].append(note)
    members = sorted((group for group in members if group), key=len, reverse=True)
    texts = {}
    for at, group in enumerate(members):
        for note in group:
            pools = [
                group if dice.random() < 0.85 else dice.choice(members)
                for _ in range(dice.choice((1, 2, 3, 4, 5, 8)))
            ]
            targets = [pool[int(len(pool) * dice.random() ** 3)] for pool in pools]
            texts[f"Topic {at}/Note {note}.md"] = " ".join(f"[[Note {target}]]" for target in targets)
    names = {
        f"Theme {at}": tuple(f"Topic {at}/Note {note}.md" for note in group)
        for at, group in enumerate(members)
    }
    return graph_of(texts, f"Generated {count:,}"), topics_of(names)


PAYLOADS = (
    "</script><script>window.canary=1</script>",
    '<img src=x onerror="window.canary=1">',
    "<svg onload=window.canary=1>",
    '");window.canary=1;//',
    "';window.canary=1;//",
    '\\";window.canary=1;//',
    "<!--<script>window.canary=1</script>-->",
    "a\u2028window.canary=1\u2029b",
    "nul\x00byte",
    "lone\udc80surrogate",
    "{{ 7*7 }}{% raw %}",
    "${window.canary=1}",
    "__proto__",
    "constructor",
    "toString",
    "javascript:window.canary=1",
    "data:text/html,<script>parent.canary=1</script>",
    "</title><svg onload=window.canary=1>",
    "]]><script>window.canary=1</script>",
    "&lt;b&gt;&#60;script&#62;window.canary=1",
    "\u202egnp.exe",
    'href="javascript:window.canary=1"',
    "ไทย عربى עברית 🧠",
    "x" * 300,
    "\x02window\x03canary",
)


def hostile(count: int = 500) -> tuple[Graph, Topics]:
    """A vault of `count` notes whose every field tries to run as script: 25 payloads in turn and combined."""
    from vaulttools.note import Tag

    notes = {}
    for at in range(count):
        evil = PAYLOADS[at % len(PAYLOADS)] + (
            f" {PAYLOADS[at * 7 % len(PAYLOADS)]}" if at >= len(PAYLOADS) else ""
        )
        path = f"{evil.replace('/', '∕')} {at}/{evil.replace('/', '∕')} {at}.md"
        other = f"{at * 3 % count}"
        text = f"Here is enough text, {evil}, so that a sentence is kept: [[n{other}|{evil}]] and [[missing {evil}]].\n"
        note = parse(path, text)
        notes[path] = note._replace(
            properties={"title": evil, evil: evil, "videoId": evil, "created": evil},
            aliases=(f"n{at}", evil),
            tags=(Tag(evil, 0, 0, True),),
        )
    graph = build_graph(Vault(PAYLOADS[0], dict(sorted(notes.items())), (f"{PAYLOADS[1]}.png",)))
    paths = list(graph.vault.notes)
    groups = {f"{PAYLOADS[at]} {at}": tuple(paths[at :: len(PAYLOADS)]) for at in range(len(PAYLOADS))}
    return graph, topics_of(groups)
