"""Finding notes by typing: what comes first, and whose key Enter is."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

pytestmark = pytest.mark.browser

VAULT = {
    "Sleep.md": "",
    "Sleep well.md": " ".join(f"[[{word}]]" for word in ("Toolkit for Sleep", "Improve Sleep")),
    "Sleep apnoea and all that belongs to it.md": "",
    "Toolkit for Sleep.md": "[[Sleep apnoea and all that belongs to it]]",
    "Improve Sleep.md": "[[Sleep apnoea and all that belongs to it]] [[Sleep well]]",
    "Rest.md": "---\naliases: [Nap, Toolkit]\n---\n[[Sleep apnoea and all that belongs to it]]",
    "Naples.md": "[[Improve Sleep]]",
    "Untitled (ANS #1).md": "[[Nap]]",
    "Tagged.md": "#ans/one",
    "Cafe.md": "",
    "Café.md": "",
    "人工智能.md": "[[人工智能的历史]]",
    "人工智能的历史.md": "",
}


def hits(opened: Any, typed: str) -> list[str]:
    opened.page.fill("#query", typed)
    return list(opened.page.locator("#hits li > bdi").all_inner_texts())


FIRST = {
    "sleep": ["Sleep", "Sleep well", "Sleep apnoea and all that belongs to it"],
    "  SLEEP  well ": ["Sleep well"],
    "nap": ["Nap", "Rest", "Naples"],  # a missing note has that very title
    "toolkit": ["Rest", "Toolkit for Sleep"],
    "cafe": ["Cafe", "Café"],
    "Café": ["Café", "Cafe"],
    "人工智能": ["人工智能", "人工智能的历史"],
    "Untitled (ANS #1)": ["Untitled (ANS #1)"],
    "#1": ["Untitled (ANS #1)"],
    "#ans": ["Tagged"],
}


def test_what_is_typed_in_full_comes_first(open_vault: Callable[..., Any]) -> None:
    opened = open_vault(VAULT)

    assert {typed: hits(opened, typed)[: len(first)] for typed, first in FIRST.items()} == FIRST


# Whoever writes Chinese or Japanese presses Enter to take a word, and Esc to leave it.


def test_keys_of_an_input_method_are_not_taken(open_vault: Callable[..., Any]) -> None:
    opened = open_vault(VAULT)
    assert hits(opened, "人")[0] == "人工智能"
    opened.page.locator("#query").focus()

    for key, told in product(("Enter", "Escape", "ArrowDown"), ("isComposing: true", "keyCode: 229")):
        opened.ask(
            f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true, {told} }}))"
        )

        assert opened.page.input_value("#query") == "人", (key, told)
        assert opened.page.locator("#hits").is_visible(), (key, told)
        assert opened.page.get_attribute("#query", "aria-activedescendant") == "hit-0", (key, told)
        assert opened.titles() == ["Test vault"], (key, told)


def test_no_key_of_the_map_acts_inside_an_input_method(open_vault: Callable[..., Any]) -> None:
    opened = open_vault(VAULT, address="#/Sleep")
    opened.ask(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, isComposing: true }))"
    )

    assert opened.titles() == ["Sleep"]
