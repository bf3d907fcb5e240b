"""What is common takes the quick way: the full reader, which is five times slower, is never asked.

That both find the same is proven in test_markdown.py; here it is held that the quick way is there to be taken.
"""

import pytest

from vaulttools.blocks import Blocks
from vaulttools.inline import Run
from vaulttools.note import parse

BLOCKS = (
    "plain words", "# Heading", "###### Deep heading #tag", "# a#b", "a\ngoes on\nand on", "a\n\nb\n\n\nc", "a  \nb",
    "- item", "* item", "+ item", "1. item", "9) item", "10. item", "-   item", "- [ ] task", "- [x] done", "- [X] done",
    "- a\n- b", "- a\n\t- b\n\t- c", "- a\n  - b\n    - c", "- a\n- b\n\n# H",
    "> quote", ">quote", "> more\n> more", "> - item", "> [!note] title\n> text", "> # H\n>\n> text", "---", "----- ",
    "| a | b |\n| - | :-: |\n| [[c]] | **d** |", "| a |\n|---|\n| [[b\\|c]] `d` [t](u) <br> __e__ ! [x] |",
    "12 monkeys", "2024 was", "1.a", "#tag first", "==mark== it", "**a** b", "_a_ b", "`a` b", "<https://a.b>", "[[a]] b",
    "| a + b |\n|---|", "| 5 $ |\n|---|\n| $x$ |", "**+1** a", "[a] b", "text ^id", "- item ^id", "# H ^id ", "日本", "(a)", '"q"',
)  # fmt: skip
TOKENS = (
    "[[a]]", "![[a.png|300]]", "[[a#b|c]]", "[[a_b*c]]", "[t](n.md)", "![t](p.png)", "![t|20](https://l.m/n.png)",
    "[t](https://a.b/c?d=e)", "[t](#h)", "[](n.md)", "**bold**", "*it*", "__bold__", "_it_", "~~gone~~", "`code [[x]]`",
    "**[[a]] b**", "**[[a]]**", "**[[a_b]]:**", "<br>", "<br/>", "<b>x</b>", '<span class="y" id=z>v</span>',
    "<https://a.b>", "#tag", "#tag/b-c", "#1",  "[u]", "[^1]",  "$5", "5$", "\\* b", "\\_", "https://a.b/c",
    "https://a.b/c,", "(https://a.b)", "www", "@y", "100%",  "> b", "==mark==", "b: c", "(a)", "''", "é",
    '<a class="x" data-t="1">[1:00]</a>', '<a class="x" data-t="1">words</a>', '[<a class="x" data-t="1">1:00</a>]',
)  # fmt: skip


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the full reader was asked to read."""
    asked: list[str] = []
    read_run, read_block = Run.read, Blocks.block

    def run(self: Run) -> None:
        asked.append(self.text)
        read_run(self)

    def block(self: Blocks, start: int, first: str) -> int:
        asked.append(self.text[start:])
        return read_block(self, start, first)

    monkeypatch.setattr(Run, "read", run)
    monkeypatch.setattr(Blocks, "block", block)
    return asked


@pytest.mark.parametrize("text", BLOCKS)
def test_common_blocks_take_the_quick_way(text: str, slow: list[str]) -> None:
    for note in (text, f"{text}\n", f"before\n\n{text}\n\nafter\n", f"# H\n{text}\n\n# H\n"):
        parse("n.md", note)
        assert not slow, note


@pytest.mark.parametrize("token", TOKENS)
def test_common_tokens_take_the_quick_way(token: str, slow: list[str]) -> None:
    for note in (
        f"words {token}",
        f"see {token}\nand [[a]] on\n",
        f"- item {token}\n",
        f"> so {token} end\n",
        f"# H {token}\n",
    ):
        parse("n.md", note)
        assert not slow, note


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\n\nb `\nc\n\nd\n", ["b `\nc\n\nd\n"]),
        ("[!i] a\n\nb `\nc\n", ["b `\nc\n"]),
        ("[!i] a\n\n2. b `\n3. c\n", ["b `"]),
        ("a\n\n- b\n- c `\n- d\n", ["c `"]),
        ("# a\n# b `\nc\n", ["b `"]),
    ],
)
def test_the_full_reader_starts_at_the_block_in_which_the_trouble_is(
    text: str, read: list[str], slow: list[str]
) -> None:
    parse("n.md", text)

    assert slow[: len(read)] == read
