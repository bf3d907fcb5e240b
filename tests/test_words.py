"""Words of texts, in the languages and scripts that vaults are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.note import Note, Tag, parse
from vaulttools.stop_words import STOP_WORDS
from vaulttools.words import (
    _NOISE,
    body,
    has_words,
    is_stop_word,
    read_words,
    split_words,
    titles_of,
    word_spans,
)


def weights(*notes: Note) -> list[dict[str, float]]:
    words = read_words(notes)
    rows = [words.weights[row] for row in range(len(notes))]
    return [{words.terms[at]: value for at, value in zip(row.indices, row.data, strict=True)} for row in rows]


def test_what_is_not_prose_is_left_out() -> None:
    text = "---\ntags: x\n---\nA <b>bold</b> `code` %%aside%% https://a.b/c word\n```\nfence\n```\nend"
    assert split_words(body(text)) == ["A", "bold", "word", "end"]


def test_formulas_are_no_words_and_prices_no_formulas() -> None:
    text = r"A ring $\mathbb{Z}$, a $$\frac{p}{q}$$ sum" "\n\n$$\n\\int x\n$$\n" r"or $5 here, $10 there"
    note = parse("n.md", "# On $\\mathscr{F}$ sheaves\nx")

    assert split_words(body(text)) == ["A", "ring", "a", "sum", "or", "here", "there"]
    assert "mathscr" not in weights(note)[0]


def test_what_is_for_programs_is_no_word() -> None:
    """Names of embedded files, destinations of links, kinds of callouts."""
    text = "![[Pasted image.png|wide]] ![[a.svg#icon]] ![[a#b|c]] ![img.jpg](x/y%20z.jpg) [here](<a b.md>)"

    assert split_words(body(f"{text} ![A cell](cell.svg)")) == ["wide", "a", "b", "c", "here", "A", "cell"]
    heading = parse("n.md", "# [Acceptance tests](https://thoughtbot.com/blog) by `git rebase`, www.a.org\n")
    assert weights(heading)[0].keys() == {"acceptance", "tests", "git", "rebase"}
    assert split_words(body("> [!tip]- Look\n> [!my-own]\n> at it")) == ["Look", "at", "it"]


def test_chinese_and_japanese_are_read_in_pairs() -> None:
    assert split_words("知识管理 with Obsidian笔记") == ["知识", "识管", "管理", "with", "Obsidian", "笔记"]
    assert split_words("脳") == ["脳"]


@given(st.text())
def test_words_are_the_text_at_their_spans(text: str) -> None:
    assert [text[start:end] for start, end in word_spans(text)] == split_words(text)
    assert all(start < end <= len(text) for start, end in word_spans(text))


@given(st.text(alphabet="ab1 _-.é—迷走\u00a0\n"), st.integers(0, 9))
def test_a_text_never_has_fewer_words_than_its_ascii_letters_tell(text: str, count: int) -> None:
    if has_words(text, count):
        assert len(split_words(text)) >= count
    elif text.isascii():
        assert len(split_words(text)) < count


@given(
    st.lists(
        st.sampled_from(
            [
                "a b",
                "`",
                "```",
                "%%",
                "<",
                "<!--",
                "-->",
                ">",
                "</i>",
                "http://x ",
                "www.x ",
                "\n",
                "$",
                "$$",
                "![[",
                ".md]]",
                "](x)",
                "![",
                "[!x]",
            ]
        )
    )
)
def test_prose_without_a_mark_is_as_it_is_written(parts: list[str]) -> None:
    text = " ".join(parts)

    assert body(text) == _NOISE.sub(" ", text)


def test_title_words_count_six_times_headings_and_tags_less() -> None:
    note = parse("Sleep.md", "# Light\ndarkness")._replace(tags=(Tag("Naps", 0, 0, True),))
    assert weights(note)[0] == {"sleep": 6, "light": 3, "darkness": 1, "naps": 4}


def test_plurals_fold_where_the_vault_has_the_singular() -> None:
    found = weights(parse("1.md", "rhythms study bus glass"), parse("2.md", "rhythm studies"))
    assert found[0] == {"rhythm": 1, "study": 1, "bus": 1, "glass": 1}
    assert found[1] == {"rhythm": 1, "study": 1}
    (mistyped,) = weights(parse("1.md", "properties property propertie"))
    assert mistyped == {"property": 2, "propertie": 1}


@pytest.mark.parametrize(
    ("code", "text", "kept"),
    [
        ("en", "This is what we know about the nerve and its branches", {"nerve", "branches"}),
        ("de", "Das ist der Schlaf, und er ist nicht immer wie die Erholung", {"schlaf", "erholung"}),
        (
            "fr",
            "Le sommeil est une fonction qui ne dort pas dans les nuits",
            {"sommeil", "fonction", "dort", "nuits"},
        ),
        (
            "es",
            "El sueño es una necesidad que no se puede dejar para los sábados",
            {"sueño", "necesidad", "dejar", "sábados"},
        ),
        (
            "pt",
            "O sono é uma necessidade que não se pode deixar para os sábados",
            {"sono", "necessidade", "deixar", "sábados"},
        ),
        (
            "it",
            "Il sonno è una necessità che non si può lasciare per il sabato",
            {"sonno", "necessità", "lasciare", "sabato"},
        ),
        ("nl", "De slaap is een behoefte die je niet kan uitstellen", {"slaap", "behoefte", "uitstellen"}),
        ("ru", "Сон это не только отдых, но и то, что нужно для памяти", {"сон", "отдых", "нужно", "памяти"}),
        ("cs", "Spánek je to, co tělo potřebuje, a jak ho mít více", {"spánek", "tělo", "potřebuje"}),
        ("da", "Søvn er ikke noget man kan udsætte", {"søvn", "udsætte"}),
        ("fi", "Uni ei ole sama kuin lepo, mutta se on myös tarve", {"uni", "sama", "lepo", "tarve"}),
        ("hu", "Az alvás nem csak pihenés, hanem szükség is", {"alvás", "pihenés", "szükség"}),
        ("id", "Tidur adalah kebutuhan yang tidak dapat ditunda", {"tidur", "kebutuhan", "ditunda"}),
        ("no", "Søvn er ikke noe man kan utsette uten skade", {"søvn", "utsette", "skade"}),
        ("pl", "Sen to nie jest tylko odpoczynek, ale potrzeba", {"sen", "odpoczynek", "potrzeba"}),
        ("sv", "Sömn är inte något man kan skjuta upp", {"sömn", "skjuta"}),
        (
            "tr",
            "Uyku sadece dinlenme değil, hafıza için de gerekli",
            {"uyku", "dinlenme", "hafıza", "gerekli"},
        ),
        ("uk", "Сон це не тільки відпочинок, але й те, що треба", {"сон", "тільки", "відпочинок"}),
        ("vi", "Giấc ngủ là điều không thể thiếu của con người", {"giấc", "ngủ", "thiếu", "con", "người"}),
        ("ar", "النوم هو حاجة لا يمكن تأجيلها", {"النوم", "حاجة", "تأجيلها"}),
        ("ca", "El son és una necessitat que no es pot ajornar amb això", {"son", "necessitat", "ajornar"}),
        ("el", "Ο ύπνος είναι μια ανάγκη που δεν μπορεί να περιμένει", {"ύπνος", "ανάγκη", "περιμένει"}),
        ("fa", "خواب یک نیاز است که نمی توان آن را", {"خواب", "نیاز", "توان"}),
        ("he", "השינה היא לא רק מנוחה אלא גם צורך", {"השינה", "מנוחה", "אלא", "צורך"}),
        ("ko", "수면은 기억을 위한 모든 것이 있는 또는 없는 밤", {"수면은", "기억을", "것이"}),
        ("ro", "Somnul este o nevoie care nu se poate amâna", {"somnul", "nevoie", "amâna"}),
        ("sk", "Spánok je to, čo telo potrebuje, a ako ho mať viac", {"spánok", "telo", "potrebuje"}),
        ("hi", "नींद एक ज़रूरत है और यह टाली नहीं जा सकती", {"नींद", "ज़रूरत", "टाली"}),
        ("bn", "ঘুম একটি প্রয়োজন এবং এটি ছাড়া আপনার হবে না", {"ঘুম", "প্রয়োজন", "ছাড়া"}),
        ("en", "To do by my team: plan it", {"team", "plan"}),
    ],
)
def test_stop_words_of_the_notes_own_language_are_left_out(code: str, text: str, kept: set[str]) -> None:
    note = parse("1.md", text)
    assert read_words([note]).languages == (code,)
    assert weights(note)[0].keys() == kept


def test_a_short_note_is_read_in_the_language_of_the_vault() -> None:
    long = parse("1.md", "Das ist der Schlaf, und er ist nicht immer wie die Erholung")
    assert read_words([long, parse("2.md", "die Nerven")]).languages == ("de", "de")


def test_words_show_as_they_are_mostly_written() -> None:
    words = read_words([parse("1.md", "HRV Sleep sleep sleep"), parse("2.md", "HRV rises")])
    assert [words.forms[words.place[word]] for word in ("hrv", "sleep")] == ["HRV", "sleep"]


def test_a_word_that_says_nothing_is_no_plural_of_another_language() -> None:
    french = parse("1.md", "Le sommeil est pour vous une nuit dans les bras")
    assert {"vous", "vou", "dans", "dan"}.isdisjoint(weights(french, parse("2.md", "vou vou dan dan bra"))[0])


def test_titles_differ_by_more_than_case_and_punctuation() -> None:
    note = parse("heart_rate.md", "---\ntitle: Heart rate\naliases: [HR, heart-rate]\n---\n")
    assert titles_of(note) == ("Heart rate", "HR")


def test_stop_words_are_lower_case_words_of_two_letters_or_more() -> None:
    for language, words in STOP_WORDS.items():
        assert all(word == word.lower() and split_words(word) == [word] for word in words), language
    assert is_stop_word("的是", "en") and is_stop_word("x", "en") and not is_stop_word("ai", "en")


def test_no_notes_have_no_words() -> None:
    assert read_words([]).terms == ()
    assert read_words([parse("1.md", "")]).weights.nnz == 0
