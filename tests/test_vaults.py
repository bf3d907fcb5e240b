"""The helper that the other tests build their vaults with."""

import pytest

from tests.vaults import files_of, vault_of


def test_sections_become_files_with_their_exact_text() -> None:
    assert files_of("-- a/N.md --\n-- b/M.md --\n[[N]]\n\nx") == {"a/N.md": "", "b/M.md": "[[N]]\n\nx"}


def test_notes_and_attachments_are_told_apart() -> None:
    vault = vault_of("-- b.md --\n[[a]]\n-- a.md --\n-- i.png --\n")

    assert list(vault.notes) == ["a.md", "b.md"]
    assert vault.attachments == ("i.png",)


def test_text_before_the_first_section_is_refused() -> None:
    with pytest.raises(ValueError, match="before the first"):
        files_of("stray\n-- a.md --\n")
