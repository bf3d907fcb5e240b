"""Mending: to a fixed point, in one plan, and nothing else changes."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.linear import stays_linear
from tests.test_lint import PATHS, PIECES
from tests.vaults import vault_of, vault_of_files
from vaulttools import checks
from vaulttools.checks import Finding, Fix
from vaulttools.config import Config
from vaulttools.edit import Edit, texts_after
from vaulttools.fixes import Fixes, plan_fixes
from vaulttools.graph import Graph, build_graph
from vaulttools.lint import run_checks
from vaulttools.proof import PlanError, prove, vault_after
from vaulttools.text import Span
from vaulttools.vault import Vault, text_of

OF_TOPICS = {name for name, check in checks.load().items() if check.run_on_topics}
EVERYTHING = Config(select=tuple(name for name in checks.names() if name not in OF_TOPICS))


def everything(graph: Graph) -> tuple[Finding, ...]:
    return run_checks(graph, EVERYTHING)


def is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safe


def fixes_of(text: str, unsafe: bool = False) -> Fixes:
    return plan_fixes(build_graph(vault_of(text)), everything, (lambda _: True) if unsafe else is_safe)


def after(text: str, unsafe: bool = False) -> dict[str, str]:
    """The notes that mending changes, as it leaves them."""
    vault = fixes_of(text, unsafe).graph.vault
    before = vault_of(text)
    return {path: note.text for path, note in vault.notes.items() if note.text != before.notes[path].text}


def test_a_fix_that_another_one_makes_possible_is_made_too() -> None:
    found = fixes_of("-- Newton.md --\n-- Home.md --\n[[newton|Newton]]\n")

    assert found.graph.vault.notes["Home.md"].text == "[[Newton]]\n"
    assert [finding.check for finding in found.mended] == ["miscased-link", "redundant-display-text"]
    assert found.plan.title == "mend 2 findings in 1 file"


def test_two_passes_make_one_plan_of_the_text_as_it_was() -> None:
    text = "-- Newton.md --\n-- Home.md --\n[[newton]] [[newton|Newton]], [[newton|Newton]]!\n"
    found = fixes_of(text)

    assert texts_after({"Home.md": text_of(vault_of(text), "Home.md")}, found.plan) == {
        "Home.md": "[[Newton|newton]] [[Newton]], [[Newton]]!\n"
    }


def test_unsafe_fixes_are_left_out_unless_asked_for() -> None:
    text = "-- Newton.md --\n-- Home.md --\n---\nup: [[Newton]]\n---\n[[newton]]\n"

    assert after(text) == {"Home.md": "---\nup: [[Newton]]\n---\n[[Newton|newton]]\n"}
    assert after(text, unsafe=True) == {"Home.md": '---\nup: "[[Newton]]"\n---\n[[Newton|newton]]\n'}


def test_a_fix_that_would_bring_a_new_finding_is_left_out() -> None:
    found = fixes_of("-- Newton.md --\n---\naliases: [Isaac]\n---\n[[Isaac]]\n-- Home.md --\n[[Isaac]]\n")

    assert [(finding.path, finding.check) for finding in found.refused] == [("Newton.md", "alias-as-link")]
    assert [edit.path for edit in found.plan.edits] == ["Home.md"]


def test_a_heading_that_links_name_is_not_reworded() -> None:
    text = "-- Newton.md --\n-- Life.md --\n# Of [[newton]]\n## And [[newton]]\n-- Home.md --\n[[Life#Of newton]]\n"

    assert after(text) == {}
    assert len(fixes_of(text).refused) == 2
    assert after(text.replace("[[Life#Of newton]]", "[[Life]]")) == {
        "Life.md": "# Of [[Newton|newton]]\n## And [[Newton|newton]]\n"
    }


def test_nothing_to_mend_is_an_empty_plan() -> None:
    assert fixes_of("-- Home.md --\nWords.\n").plan.empty


def always(name: str, old: str, new: str) -> Callable[[Graph], list[Finding]]:
    """A check that wants `old` to be `new`, wherever it stands."""

    def found(graph: Graph) -> list[Finding]:
        items = []
        for path, note in graph.vault.notes.items():
            start = note.text.find(old)
            if start >= 0:
                span = Span(start, start + len(old))
                items.append(
                    Finding(name, "info", path, span, "no", Fix("x", True, (Edit(path, span, new),)))
                )
        return items

    return found


def test_fixes_that_undo_each_other_are_named_and_nothing_is_planned() -> None:
    one, other = always("one", "black", "white"), always("other", "white", "black")

    with pytest.raises(PlanError, match=r"the fixes of (one|other) undo each other"):
        plan_fixes(
            build_graph(vault_of("-- a.md --\nblack\n")), lambda graph: [*one(graph), *other(graph)], is_safe
        )


def test_a_safe_fix_that_changes_what_a_link_means_is_a_fault_of_ours_and_stops_it() -> None:
    wrong = always("wrong", "[[N]]", "[[M]]")

    with pytest.raises(PlanError, match=r"b\.md:1: \[\[N\]\] would mean something else"):
        plan_fixes(build_graph(vault_of("-- M.md --\n-- N.md --\n-- b.md --\n[[N]]\n")), wrong, is_safe)
    with pytest.raises(PlanError, match=r"what is a link in 'b\.md'"):
        plan_fixes(build_graph(vault_of("-- b.md --\nwords\n")), always("wrong", "words", "[[b]]"), is_safe)


def test_an_embed_that_a_table_cuts_is_mended() -> None:
    text = "-- Newton.png --\n-- Home.md --\n| a | b |\n| - | - |\n| ![[Newton.png|100]] | x |\n"

    assert after(text, unsafe=True) == {"Home.md": "| a | b |\n| - | - |\n| ![[Newton.png\\|100]] | x |\n"}


def test_only_what_is_reported_is_mended() -> None:
    text = "-- Newton.md --\n-- Home.md --\n[[newton]] %% vaulttools: ignore miscased-link %%\n\n[[newton]]\n"

    assert after(text) == {
        "Home.md": text.partition("-- Home.md --\n")[2].replace("\n\n[[n", "\n\n[[Newton|n")
    }


HEADS = st.sampled_from(
    [
        "",
        "",
        "---\naliases: [al, Sir N]\n---\n",
        "---\nup: [[N]]\nby:\n  - [[al]]\n---\n",
        '---\nup: "[[n]]"\n---\n',
    ]
)
LINKS = st.sampled_from(
    [
        "[[n]]", "[[N]]", "[[N|N]]", "[[n|N]]", "[[n | n]]", "[[al]]", "[[Sir N|x]]", "[[AL#H]]", "![[n]]", "[x](n.md)",
        "`[[n]]`", "%% [[n]] %%", "$[[n]]$", "<!-- [[n]] -->", "# [[n]] H\n", "| [[n]] | [[n\\|n]] |\n|--|--|\n", "[[N#H]]",
        "\n```\n[[n]]\n```\n", "[[a/n]]", "[[gone]]",
    ]
)  # fmt: skip
BODIES = st.lists(st.one_of(LINKS, PIECES), max_size=10).map("".join)
FILES = st.dictionaries(PATHS, st.builds(str.__add__, HEADS, BODIES), min_size=1)


def counted(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    return Counter((item.path, item.check) for item in findings)


def inside_links(graph: Graph, edit: Edit) -> bool:
    spans = [item.link.span for item in graph.outgoing.get(edit.path, ())]
    return any(span.start <= edit.span.start and edit.span.end <= span.end for span in spans)


def shapes(value: object) -> object:
    """A value without its words."""
    if isinstance(value, Mapping):
        return [(key, shapes(inner)) for key, inner in value.items()]
    return [shapes(inner) for inner in value] if isinstance(value, list) else type(value)


def texts_of(vault: Vault) -> dict[str, str]:
    return {path: text_of(vault, path) for path in [*vault.notes, *vault.sources]}


@settings(max_examples=80)
@given(FILES, st.booleans())
def test_the_laws_of_mending(files: dict[str, str], unsafe: bool) -> None:
    graph = build_graph(vault_of_files(files))
    may_mend: Callable[[Finding], bool] = (lambda _: True) if unsafe else is_safe

    found = plan_fixes(graph, everything, may_mend)

    # The plan of the texts as they were does what all passes did.
    assert texts_after(texts_of(graph.vault), found.plan) == texts_of(found.graph.vault)
    assert build_graph(vault_after(graph.vault, found.plan)) == found.graph
    # Mending again mends nothing.
    assert plan_fixes(found.graph, everything, may_mend).plan.empty
    # Nothing new is found.
    assert counted(everything(found.graph)) <= counted(everything(graph))
    if not unsafe:
        # Only links are touched, so no code, formula or comment; and all of them mean what they meant.
        assert all(inside_links(graph, edit) for edit in found.plan.edits)
        prove(graph, found.plan)
        # Properties keep their keys and the types of their values.
        for path, note in graph.vault.notes.items():
            assert shapes(found.graph.vault.notes[path].properties) == shapes(note.properties)


# Vaults in which `n` links are to be mended, and what mending one of them brings is refused.
_NAMED = {"Isaac Newton.md": "---\naliases: [Isaac]\n---\n[[Isaac]]\n"}
MANY: dict[str, Callable[[int], dict[str, str]]] = {
    "in notes": lambda n: _NAMED | {f"n{i}.md": "[[Isaac]]\n" for i in range(n)},
    "in one note": lambda n: {
        "Isaac Newton.md": _NAMED["Isaac Newton.md"] + "[[miscased]]\n" * n,
        "Miscased.md": "",
    },
    "below headings": lambda n: (
        _NAMED | {"n.md": "".join(f"## H{i}\n\n[[Isaac]] [[#H{i}]]\n\n" for i in range(n))}
    ),
}


@pytest.mark.parametrize("family", MANY)
def test_mending_takes_linear_time(family: str) -> None:
    def work(count: int) -> Callable[[], object]:
        return partial(plan_fixes, build_graph(vault_of_files(MANY[family](count))), everything, is_safe)

    assert stays_linear(work, 500)
