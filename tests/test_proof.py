"""Proof: a plan that would change what a link means is refused, whichever way it would."""

import pytest

from tests.vaults import vault_of
from vaulttools.edit import Edit, Move, Plan
from vaulttools.graph import ResolvedLink, build_graph
from vaulttools.proof import Meaning, PlanError, meaning, prove, prove_composed, vault_after
from vaulttools.text import Span

GRAPH = build_graph(vault_of("-- s.md --\nsee [[N#h]] [[gone]]\n-- N.md --\n# h\n-- p.png --\n"))


def change(path: str, start: int, end: int, new: str) -> Plan:
    return Plan("x", (Edit(path, Span(start, end), new),))


@pytest.mark.parametrize(
    ("plan", "complaint"),
    [
        (Plan("x", moves=(Move("N.md", "M.md"),)), r"s\.md:1: \[\[N#h\]\] would lead to nowhere"),
        (change("s.md", 4, 11, "[[s#h]]"), r"would lead to 's\.md'"),
        (change("N.md", 2, 3, "other"), r"\[\[N#h\]\] would lead to 'N\.md'"),
        (change("s.md", 0, 0, "[[s]] "), r"would have 3 links in place of 2"),
        (change("N.md", 0, 0, "[[s]]\n"), r"'N\.md' would have links that it does not have now"),
        (change("s.md", 4, 4, "`"), r"would have"),
        (Plan("x", deletes=("N.md",)), r"would lead to nowhere"),
        (Plan("x", moves=(Move("p.png", "N.md"),)), r"there is a file 'N\.md' already"),
        (Plan("x", creates=(("a/N.md", ""), ("a/N.md", ""))), r"there is a file 'a/N\.md' already"),
        (Plan("x", (Edit("s.md", Span(0, 3), "a"), Edit("s.md", Span(2, 4), "b"))), r"edits overlap"),
    ],
)
def test_a_plan_that_changes_a_meaning_is_refused(plan: Plan, complaint: str) -> None:
    if plan.edits and plan.edits[0].new == "`":
        plan = Plan("x", (*plan.edits, Edit("s.md", Span(11, 11), "`")))
    with pytest.raises(PlanError, match=complaint):
        prove(GRAPH, plan)


def test_a_new_note_may_have_links_and_words_may_change() -> None:
    plan = Plan("x", (Edit("s.md", Span(0, 3), "look at"),), creates=(("new.md", "[[N]]"),))
    assert [item.target for item in prove(GRAPH, plan).links] == ["N.md", "N.md", None]


def test_a_note_that_becomes_a_picture_is_no_note_any_more() -> None:
    after = vault_after(GRAPH.vault, Plan("x", moves=(Move("N.md", "N.png"),)))
    assert (sorted(after.notes), after.attachments) == (["s.md"], ("N.png", "p.png"))


def test_links_that_go_elsewhere_have_to_arrive_and_no_others() -> None:
    plan = Plan("x", creates=(("t.md", "[[N]]"),))

    def stays(item: ResolvedLink) -> tuple[str, Meaning]:
        return item.source, meaning(GRAPH.vault, item)

    new = ("t.md", Meaning("N.md", None))
    assert len(prove_composed(GRAPH, plan, stays, (new,)).links) == 3
    with pytest.raises(PlanError, match="read in another way"):
        prove_composed(GRAPH, plan, stays, ())
    with pytest.raises(PlanError, match=r"a link to 'N\.md' would be lost from 't\.md'"):
        prove_composed(GRAPH, Plan("x"), stays, (new,))
