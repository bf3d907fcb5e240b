"""Which checks run, how severe their findings are, where nothing is reported, and lasting names."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linear import stays_linear
from tests.vaults import vault_of, vault_of_files
from vaulttools import checks, outputs
from vaulttools.checks import Finding
from vaulttools.config import Config, PathSettings
from vaulttools.errors import ConfigError
from vaulttools.graph import build_graph
from vaulttools.lint import fingerprints, run_checks
from vaulttools.outputs import Look, Report
from vaulttools.vault import text_of

BROKEN = "-- a.md --\n[[Nowhere]]\n-- b.md --\n[[a]] [[Nothing]]\n-- c.md --\n[[b]]\n"


def found(text: str, config: Config = Config(), excluded: frozenset[str] = frozenset()) -> list[str]:  # noqa: B008
    graph = build_graph(vault_of(text, excluded=excluded))
    return [f"{item.path} {item.severity} {item.check}" for item in run_checks(graph, config)]


def test_findings_stand_in_order_of_path_place_and_check() -> None:
    assert found(BROKEN) == [
        "a.md error unresolved-link",
        "b.md error unresolved-link",
        "c.md info orphan-note",
    ]


def test_only_selected_checks_run() -> None:
    assert found(BROKEN, Config(select=("orphan-note",))) == ["c.md info orphan-note"]


def test_ignored_checks_do_not_run_even_when_selected() -> None:
    assert found(BROKEN, Config(ignore=("unresolved-link",))) == ["c.md info orphan-note"]
    assert found(BROKEN, Config(select=("orphan-note",), ignore=("orphan-note",))) == []


def test_severities_can_be_changed() -> None:
    config = Config(severity={"unresolved-link": "warning"})

    assert found(BROKEN, config)[0] == "a.md warning unresolved-link"


def test_nothing_is_reported_on_excluded_files() -> None:
    assert found(BROKEN, excluded=frozenset({"a.md", "c.md"})) == ["b.md error unresolved-link"]


def test_paths_have_settings_of_their_own() -> None:
    config = Config(
        paths=(
            PathSettings("a.md", ignore=("unresolved-link",)),
            PathSettings("b*", (), {"unresolved-link": "info"}),
        )
    )

    assert found(BROKEN, config) == ["b.md info unresolved-link", "c.md info orphan-note"]


@pytest.mark.parametrize(
    "config",
    [
        Config(select=("unresolved-lnk",)),
        Config(ignore=("unresolved-lnk",)),
        Config(severity={"unresolved-lnk": "info"}),
        Config(paths=(PathSettings("*", ("unresolved-lnk",)),)),
    ],
)
def test_an_unknown_check_is_refused_with_the_nearest_name(config: Config) -> None:
    with pytest.raises(ConfigError, match="did you mean 'unresolved-link'"):
        found(BROKEN, config)


def prints(text: str) -> list[str]:
    graph = build_graph(vault_of(text))
    items: tuple[Finding, ...] = run_checks(graph, Config(select=("unresolved-link",)))
    return list(fingerprints(graph.vault, items))


def test_a_fingerprint_stays_when_lines_are_put_in_above() -> None:
    assert prints("-- a.md --\n[[Nowhere]]\n") == prints("-- a.md --\nA line.\n\n  [[Nowhere]] and more\n")


def test_equal_links_under_one_heading_have_different_fingerprints() -> None:
    first, second = prints("-- a.md --\n[[Nowhere]] [[Nowhere]]\n")

    assert first != second
    assert prints("-- a.md --\n[[Nowhere]]\n") == [first]


def test_a_fingerprint_depends_on_path_and_heading() -> None:
    plain = prints("-- a.md --\n[[Nowhere]]\n")

    assert plain != prints("-- b.md --\n[[Nowhere]]\n")
    assert plain != prints("-- a.md --\n# Plans\n[[Nowhere]]\n")


PIECES = st.sampled_from(
    [
        "[[N]]", "[[n|x]]", "![[i.png]]", "[[a/N#H]]", "[[#^b]]", "[[al]]", "[[]]", "[[|]]", "[x](N.md)", "# H\n",
        "## H\n", "^b", "\n", "\n\n", "---\n", "aliases: [al, N]\n", "up: [[N]]\n", "related: '[[N]]'\n",
        "videoId: v\n", '<a class="yt-timestamp" data-t="0:1">[x]</a>', "|", "`", "%%", "\r\n", "\ufeff",
        "\udcff", "\U0001d518", "{}",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)
PATHS = st.sampled_from(
    [
        "N.md",
        "n.md",
        "a/N.md",
        "a/b/N.md",
        "b/N.md",
        "i.png",
        "c.canvas",
        "N.canvas",
        "x?.md",
        "a#.md",
        "\udcff.md",
        "al.md",
        "d.base",
    ]
)


@given(st.dictionaries(PATHS, TEXTS, min_size=1))
def test_any_vault_is_checked_and_reported_on(files: dict[str, str]) -> None:
    vault = vault_of_files(files)
    everything = Config(select=checks.names())

    findings = run_checks(build_graph(vault), everything)

    for item in findings:
        assert 0 <= item.span.start <= item.span.end <= len(text_of(vault, item.path))
        assert item.path in vault.notes or item.path in vault.attachments
    assert len(set(fingerprints(vault, findings))) == len(findings)
    report = Report(build_graph(vault), findings, None, Look(details=True))
    for name in outputs.formats("check"):
        assert (outputs.load("check", name).render(report) or "\n").endswith("\n")
    assert outputs.load("export", "json").render(report).isascii()


def word(number: int) -> str:
    """A word of ten letters: like any other, but for itself."""
    return "".join(chr(ord("a") + byte % 12) for byte in sha256(str(number).encode()).digest()[:10])


# Vaults of `n` notes or a note of `n` pieces, in which something is missing or stands n times.
MANY: dict[str, Callable[[int], dict[str, str]]] = {
    "days": lambda n: {f"2024-{i:05}.md": f"[[2024-{i:05}x]] [[2023-{i:05}]]" for i in range(n)},
    "one short name in many folders": lambda n: {f"{i:05}/Note.md": "[[Note]] " * 6 for i in range(n)},
    "one name, linked from elsewhere": lambda n: {f"{i:05}/Note.md": f"[[x{i}]]" for i in range(n)} | {"x.md": "[[Note]]\n" * 6 * n},
    "one name in many folders": lambda n: {f"d{i}/Note.md": f"[[x/Note]] [[q{i}/Note]]" for i in range(n)},
    "one alias of many notes": lambda n: {f"n{i}.md": f"---\naliases: b\n---\n[[b]] [[a{i}x]]" for i in range(n)},
    "headings": lambda n: {"n.md": "".join(f"## The plan of {i}\n[[#A plan for {i}x]]\n\n" for i in range(n))},
    "one heading": lambda n: {"n.md": "## A plan\n[[#A plam]]\n\n" * n},
    "code in one row": lambda n: {"N.md": "x", "n.md": "`[[N|x]]` | " * 3 * n},
    "blocks": lambda n: {"n.md": "".join(f"words ^b{i}\n\n[[#^c{i}]]\n\n" for i in range(n))},
    "glued blocks": lambda n: {"n.md": "".join(f"words^b{i}\n\n[[#^b{i}]]\n\n" for i in range(n))},
    "names of one template": lambda n: {f"Meeting with {word(i)}.md": f"[[Meeting with {word(-i - 1)}]]" for i in range(n)},
    "headings of one template": lambda n: {"n.md": "".join(f"## Talk with {word(i)}\n[[#Talk with {word(-i - 1)}]]\n\n" for i in range(n))},
    "a link without an end": lambda n: {"n.md": f"[[n {'words ' * 5 * n}]"},
    "missing notes": lambda n: {"n.md": "".join(f"[[Missing {i}]] ![[{i}.png]]\n" for i in range(n))},
}  # fmt: skip


@pytest.mark.parametrize("family", MANY)
def test_checks_take_linear_time(family: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(run_checks, build_graph(vault_of_files(MANY[family](size))), Config())

    assert stays_linear(work, 400)


def test_fingerprints_take_linear_time() -> None:
    def work(size: int) -> Callable[[], object]:
        vault = vault_of_files({"n.md": "# A\n[[x]]\n\n" * size})
        return partial(fingerprints, vault, run_checks(build_graph(vault)))

    assert stays_linear(work, 1000)
