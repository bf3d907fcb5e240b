"""Adopting: what an article becomes, and that nothing which is there changes."""

import json
from pathlib import Path

import pytest

from tests.command import run
from tests.repositories import git
from tests.vaults import vault_of
from vaulttools.adopt import Adopted, Article, adopt, common_folder
from vaulttools.graph import Graph, build_graph
from vaulttools.newlinks import LinkStyle
from vaulttools.note import parse

VAULT = """-- Vagus nerve.md --
The [[Heart]] slows.
-- Heart.md --
It beats.
-- talks/gut_and_brain.md --
---
title: Gut and brain
videoId: abc
---

From: [[Vagus nerve]] <br/>
Words on the gut.
-- talks/heart_and_mind.md --
---
title: Heart and mind
videoId: def
---
"""
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.fixture
def graph() -> Graph:
    return build_graph(vault_of(VAULT))


def adopted(graph: Graph, text: str, name: str = "seed.txt", folder: str = "") -> Adopted:
    return adopt(graph, [Article(name, folder, text)]).notes[0]


def test_an_article_gets_its_first_line_as_title_and_name_and_links(graph: Graph) -> None:
    found = adopted(
        graph, "What: does the nerve do?\n\nThe vagus nerve slows the heart.\nThe vagus nerve again.\n"
    )

    assert found.path == "What does the nerve do.md"
    assert found.text == (
        '---\ntitle: "What: does the nerve do?"\n---\n\nThe [[Vagus nerve|vagus nerve]] slows the [[Heart|heart]].\n'
        "The vagus nerve again.\n"
    )
    assert [one.target for one in found.mentions] == ["Vagus nerve.md", "Heart.md"]


def test_a_name_that_another_folder_has_is_not_taken_since_links_would_lead_elsewhere() -> None:
    graph = build_graph(vault_of("-- s.md --\n[[Heart]]\n-- organs/Heart.md --\nIt beats.\n"))
    assert adopted(graph, "Heart\n\nAnother text on it.\n").path == "Heart 2.md"


def test_a_heading_stays_and_names_the_note(graph: Graph) -> None:
    found = adopted(graph, "# Rest and digest\n\nWords.\n")

    assert (found.path, found.text) == (
        "Rest and digest.md",
        "---\ntitle: Rest and digest\n---\n# Rest and digest\n\nWords.\n",
    )


def test_without_a_title_the_file_names_the_note(graph: Graph) -> None:
    assert (
        adopted(graph, "A first paragraph that goes on\nover lines.\n", "My thoughts.txt").path
        == "My thoughts.md"
    )
    assert adopted(graph, "- a\n- b\n", "list.txt").title == "list"
    assert adopted(graph, "Only one line", "one.txt").text == "---\ntitle: one\n---\nOnly one line"


def test_a_summary_keeps_its_frontmatter_and_goes_to_the_others_with_a_name_like_theirs(graph: Graph) -> None:
    text = (
        "---\ntitle: Gut feelings & more\nvideoId: xyz\n---\n\nFrom: [[Vagus nerve]] <br/>\nOn the heart.\n"
    )

    folder = common_folder(graph, text)
    found = adopted(graph, text, folder=folder)
    assert folder == "talks"
    assert found.path == "talks/gut_feelings_more.md"
    assert found.text == text.replace("the heart", "the [[Heart|heart]]")
    assert parse(found.path, found.text).properties == {"title": "Gut feelings & more", "videoId": "xyz"}


def test_what_the_vault_has_already_is_passed_over(graph: Graph) -> None:
    found = adopt(
        graph, [Article("s.txt", "", "---\ntitle: Gut and brain\nvideoId: abc\n---\nOther words.\n")]
    )

    assert found.plan.empty
    assert (found.notes[0].twin, found.notes[0].path) == (True, "talks/gut_and_brain.md")
    assert found.notes[0].reworded


ONCE = [
    "# Apple\n\nNewton saw the heart.\n",
    "Apple\n\n| a |\n| - |\n| heart and [[Vagus nerve|it]] |\n",
    "---\ntitle: Apple: the heart\n---\nThe heart.\n",
    "---\nTitle: Apple\n---\nThe heart.\n",
    "---\ntitle: Heart?\ntags:\n\t- a\n---\nThe vagus nerve.\n",
    "---\ntitle: 1984\n---\nA heart.\n",
    "https://x.org\n\nApple\n\nThe heart.\n",
]


@pytest.mark.parametrize("text", ONCE)
@pytest.mark.parametrize("markdown", [False, True])
def test_an_article_that_was_adopted_is_known_by_what_is_shown_of_it(text: str, markdown: bool) -> None:
    articles, style = [Article("seed.md", "", text)], LinkStyle(markdown=markdown)
    before = vault_of(VAULT)

    ((path, words),) = adopt(build_graph(before), articles, style).plan.creates
    after = build_graph(before._replace(notes={**before.notes, path: parse(path, words)}))
    found = adopt(after, articles, style)
    assert found.plan.empty
    assert (found.notes[0].twin, found.notes[0].path, found.notes[0].reworded) == (True, path, False)
    other = [Article("seed.md", "", f"{text}More words.\n")]
    assert len(adopt(after, other, style).plan.creates) == 1


def test_an_article_that_was_put_into_the_vault_by_hand_is_known(graph: Graph) -> None:
    assert adopted(graph, "Heart\n\nIt beats.\n", "x.txt").twin
    hand = build_graph(vault_of("-- Apple.md --\nApple\n\nIt falls.\n"))
    assert adopted(hand, "Apple\n\nIt falls.\n", "x.txt").twin


def test_an_article_gets_the_same_links_however_many_come_with_it(graph: Graph) -> None:
    articles = [
        Article(f"{number}.md", "", f"# On day {number}\n\nThe vagus nerve, at last.\n")
        for number in range(30)
    ]

    alone = adopt(graph, articles[:1]).notes[0].mentions
    together = adopt(graph, articles).notes[0].mentions
    assert [mention.text for mention in alone] == [mention.text for mention in together] == ["vagus nerve"]


def test_a_text_given_twice_becomes_one_note(graph: Graph) -> None:
    articles = [Article(f"{name}.txt", "", "Apple\n\nIt has a heart.\n") for name in "ab"]

    found = adopt(graph, articles)
    assert [path for path, _ in found.plan.creates] == ["Apple.md"]
    assert [one.twin for one in found.notes] == [False, True]


def test_texts_of_the_same_words_with_other_properties_are_two_notes(graph: Graph) -> None:
    text = "---\ntrack: 1\n---\n# Song\n\nIt has a heart.\n"
    articles = [Article(f"{name}.md", "", text.replace("1", name)) for name in "122"]

    assert [path for path, _ in adopt(graph, articles).plan.creates] == ["Song.md", "Song 2.md"]
    mended = build_graph(vault_of("-- Song.md --\n---\ntitle: 'Song: one'\n---\nIt beats.\n"))
    assert adopted(mended, "---\ntitle: Song: one\n---\nIt beats.\n").twin


@pytest.mark.parametrize(
    ("text", "unlinked"),
    [
        ("# Cooking\n\nSalt and pasta.\n", ()),
        ("# Cooking\n\nSalt for the [[Heart]].\n", ("linked",)),
        ("# Cooking\n\nSalt for the [[Heart]], and the heart.\n", ("linked",)),
        ("# Cooking for the heart\n\n`vagus nerve`\n", ("elsewhere",)),
        ("# On the heart\n\nOf the [[Vagus nerve]].\n", ("linked", "elsewhere")),
        ("# Cooking\n\nOnly now.\n", ("unlikely",)),
    ],
)
def test_why_there_is_no_link_is_known(text: str, unlinked: tuple[str, ...]) -> None:
    found = adopted(build_graph(vault_of(f"{VAULT}-- Only.md --\nOne.\n")), text)

    assert (found.mentions, found.unlinked) == ((), unlinked)


def test_without_notes_of_its_kind_a_name_is_like_all_of_its_folder(graph: Graph) -> None:
    text = "What: does the nerve do?\n\nIt slows.\n"

    assert adopted(graph, text, folder="talks").path == "talks/what_does_the_nerve_do.md"
    of_one_word = build_graph(vault_of(f"{VAULT}-- talks/channel.md --\nIts talks.\n"))
    assert adopted(of_one_word, text, folder="talks").path == "talks/what_does_the_nerve_do.md"
    assert adopted(graph, text).path == "What does the nerve do.md"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Что делает нерв?", "что_делает_нерв"),
        ("Café at Zoë's", "café_at_zoë_s"),
        ("हिन्दी में दिल", "हिन्दी_में_दिल"),
        ("迷走神経、心臓", "迷走神経_心臓"),
        ("CON", "untitled"),
        ("word " * 60, "_".join(["word"] * 20)),
        ("&", "note"),
    ],
)
def test_slugs_keep_letters_of_all_scripts_and_are_safe(graph: Graph, title: str, name: str) -> None:
    assert adopted(graph, f"# {title}\n\nIt slows.\n", folder="talks").path == f"talks/{name}.md"


def test_no_name_is_taken_twice(graph: Graph) -> None:
    articles = [Article(f"{number}.txt", "", f"HEART\n\nWords {number}.\n") for number in range(2)]

    assert [one.path for one in adopt(graph, articles).notes] == ["HEART 2.md", "HEART 3.md"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a/b\\c:d*e?f", "a b c d e f"),
        ("[x] #y^z|w", "x y z w"),
        ("...", "Untitled"),
        ("CON", "Untitled"),
        ("word " * 29 + "x", " ".join(["word"] * 20)),
        ("語" * 120, "語" * 79),
    ],
)
def test_names_are_safe_everywhere(graph: Graph, title: str, name: str) -> None:
    found = adopted(graph, f"# {title}\n\nWords.\n")

    assert found.path == f"{name}.md"


def test_line_ends_a_byte_order_mark_and_other_properties_are_kept(graph: Graph) -> None:
    found = adopted(graph, "\ufeff---\r\ntags: [a]\r\n---\r\n# T\r\n\r\nThe heart.\r\n")

    assert found.text == "---\r\ntags: [a]\r\ntitle: T\r\n---\r\n# T\r\n\r\nThe [[Heart|heart]].\r\n"


def test_an_empty_title_is_left_alone(graph: Graph) -> None:
    text = "---\ntitle:\n---\nA first line\n\nWords.\n"

    found = adopted(graph, text)
    assert (found.path, found.text) == ("A first line.md", text)


@pytest.mark.parametrize(
    "title", ["yes", "12", "a: b", "- c", "'d'", "# e", "null", "x #y", "été", "key: [z"]
)
def test_any_title_comes_back_from_the_frontmatter(graph: Graph, title: str) -> None:
    found = adopted(graph, f"# {title}\n\nWords.\n")

    assert parse(found.path, found.text).properties == {"title": title}


def test_own_links_that_lead_nowhere_are_told_of(graph: Graph) -> None:
    found = adopted(graph, "# T\n\n[[Hart]] and [[zzzzzz]], [[zzzzzz#a]]\n")

    assert found.lost == ("Hart", "zzzzzz")
    assert [(one.linkpath, one.target) for one in found.repairs] == [("Hart", "Heart.md")]


def vault_on_disk(folder: Path) -> Path:
    root = folder / "vault"
    (root / ".obsidian").mkdir(parents=True)
    (root / "Heart.md").write_text("It beats.\n")
    (root / "Brain.md").write_text("It thinks of [[Heart]].\n")
    (folder / "new.txt").write_text("A new text\n\nThe heart and the brain.\n")
    return root


def test_adopt_writes_only_when_told_and_undo_takes_it_back(tmp_path: Path) -> None:
    root = vault_on_disk(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    new = root / "A new text.md"

    shown = run("adopt", str(tmp_path / "new.txt"), "--vault", str(root))
    assert "becomes     A new text.md" in shown.out
    assert not new.exists()
    patch = run("adopt", str(tmp_path / "new.txt"), "--vault", str(root), "--diff")
    assert "+The [[Heart|heart]] and the [[Brain|brain]]." in patch.out
    done = run("adopt", str(tmp_path / "new.txt"), "--vault", str(root), "--folder", "In/2026", "--write")
    assert done.status == 0
    new = root / "In" / "2026" / "A new text.md"
    assert new.read_text() == "---\ntitle: A new text\n---\n\nThe [[Heart|heart]] and the [[Brain|brain]].\n"
    assert run("undo", str(root)).status == 0
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == before


def test_adopt_refuses_what_it_cannot_use(tmp_path: Path) -> None:
    root = vault_on_disk(tmp_path)
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00")

    for file, words in (
        ("none.txt", "does not exist"),
        ("vault", "is a folder; name the files in it"),
        ("empty.txt", "is empty"),
        ("picture.png", "is no text in UTF-8"),
        ("vault/Heart.md", "is a note of the vault already"),
    ):
        done = run("adopt", str(tmp_path / file), "--vault", str(root))
        assert (done.status, words in done.err) == (2, True), done.err
    done = run("adopt", str(tmp_path / "new.txt"), "--vault", str(root), "--folder", "../out")
    assert "is no folder of the vault" in done.err


def test_a_name_without_its_quotes_is_told_of(tmp_path: Path) -> None:
    root = vault_on_disk(tmp_path)
    done = run("suggest", "Vagus", "nerve", cwd=root)

    assert done.status == 2
    assert "'Vagus' is no folder; put a name with blanks in quotes, as in 'Vagus nerve'" in done.err


def test_suggest_applies_and_undoes(tmp_path: Path) -> None:
    root = vault_on_disk(tmp_path)
    (root / "n.md").write_text("A brain and a heart, [[Hart]].\n")

    text = run("suggest", str(root)).out
    assert "[[brain]]" in text and "[[Hart]] → Heart  (a letter or two differ)" in text
    assert "A [[Brain|brain]] and a heart" not in (root / "n.md").read_text()
    assert "2 places in 1 file would change" in run("suggest", str(root), "--dry-run").out
    assert run("suggest", str(root), "--apply").status == 0
    assert (root / "n.md").read_text() == "A [[Brain|brain]] and a [[Heart|heart]], [[Hart]].\n"
    assert "no mention to link" in run("suggest", str(root), "--apply").out
    run("undo", str(root))
    assert (root / "n.md").read_text() == "A brain and a heart, [[Hart]].\n"


def test_suggest_takes_a_note_a_vault_or_both(tmp_path: Path) -> None:
    root = vault_on_disk(tmp_path)
    (root / "n.md").write_text("A brain and a heart.\n")

    alone = run("suggest", str(root / "n.md")).out
    assert alone.startswith("2 unlinked mentions")
    assert alone == run("suggest", str(root), "n").out
    assert run("suggest", str(root), "Heart").out.startswith("1 unlinked mention of this note in other notes")
    missing = run("suggest", str(root), "Hart")
    assert (missing.status, "did you mean 'Heart'" in missing.err) == (2, True)


def test_repairs_come_from_git_too(tmp_path: Path) -> None:
    root = vault_on_disk(tmp_path)
    git(root, "init")
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    git(root, "mv", "Heart.md", "Pump of blood.md")
    git(root, "commit", "-m", "two")

    assert (
        "[[Heart]] → Pump of blood  ('Heart' was renamed to 'Pump of blood')" in run("suggest", str(root)).out
    )


def test_an_article_without_links_is_placed_by_those_it_gets(tmp_path: Path) -> None:
    file = tmp_path / "stiff mornings.txt"
    file.write_text("Those who wake stiff have fibromyalgia, chronic pain or migraine.\n", encoding="utf-8")

    done = run("adopt", file, "--vault", "vault", "--no-cache")
    assert "fibromyalgia → Conditions/Fibromyalgia" in done.out
    assert "\n  topic       Pain and headache (sure, " in done.out


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not part of the project: ../shared/seeds")
def test_the_seeds_become_linked_notes_of_the_example_vault() -> None:
    files = [str(path) for path in sorted(SEEDS.iterdir())]

    done = run("adopt", *files, "--vault", "vault", "--no-cache")
    assert done.status == 0
    assert "becomes     Can Vagus Nerve Stimulation Be Used to Treat Fibromyalgia.md" in done.out
    assert done.out.count("\n  topic       Pain and headache (sure, ") == 2
    assert "fibromyalgia → Conditions/Fibromyalgia" in done.out
    assert (
        "  004_eb1398b3b9e888ba.txt has the video and title of "
        "Summaries/vagal_nerve_stimulation_in_medical_treatments.md, but other words; passed over" in done.out
    )


def test_suggestions_as_json_give_places_and_reasons(tmp_path: Path) -> None:
    root = vault_on_disk(tmp_path)
    (root / "n.md").write_text("# N\n\nÄ brain, [[Hart]].\n", encoding="utf-8")

    found = json.loads(run("suggest", str(root), "--format", "json").out)
    assert list(found) == ["schema", "mentions", "related", "repairs"]
    assert found["mentions"] == [
        {
            "source": "n.md",
            "line": 3,
            "column": 3,
            "start": 7,
            "end": 12,
            "text": "brain",
            "target": "Brain.md",
            "score": 0.8,
        }
    ]
    repair = {
        "source": "n.md",
        "line": 3,
        "column": 10,
        "start": 14,
        "end": 22,
        "linkpath": "Hart",
        "target": "Heart.md",
    }
    assert found["repairs"] == [{**repair, "score": 0.5, "why": "a letter or two differ"}]
    for one in found["related"]:
        assert list(one) == ["source", "target", "score", "why", "words", "neighbours", "alike"]
