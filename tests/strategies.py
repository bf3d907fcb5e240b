"""Hypothesis strategies: notes that favour trouble, and texts of any kind."""

from hypothesis import strategies as st

# What a line may start with: the marks of containers, and indentation around and beyond what counts.
MARKS = (
    "> ", ">", "- ", "* ", "+ ", "1. ", "3.", "12) ", "-\t", "- [ ] ", " ", "  ", "   ", "    ",
    "\t", " \t", "> [!note] ", "-     ", "[^1]: ", "    > ", "7. - ",
)  # fmt: skip

# Whole lines that open, close or break blocks.
LINES = (
    "", "", "", "```", "```ad-note", "````", "~~~", "~~~ x", "``` `", "$$", "$$x", "$$ a $$", "%%",
    "%% a", "a %%", "%% a %%", "%%%%", "<div>", "</aside>", "<b>", "<!--", "-->", "<!-- [[c]] -->",
    "<?", "?>", "<![CDATA[", "]]>", "<script>", "</script>", "<a href='x'>", "===", "---", "-",
    "--", "***", "_ _ _", "# H", "## [[H]] ##", "# *H* #", "## H #t\n", "###", "#tag", "####### x",
    "| a | b |", "| - | - |", "|-|", "--|--", ":-:|:-", "| [[a|b]] | [[c\\|d]] |", "[[a|b]]",
    "x | [[a]]", "[id]: note.md", "[id]: <a b> 't'", "[^1]: [[foot]]", "[^long]:", "3. ",
    "lazy [[a]]", "text ^id", "^id", "https://a.b", "a\\", "a  ", "\u3000", "\xa0x", "\x0c", "*",
    "1.",
)  # fmt: skip

# Pieces of inline text: tokens, halves of tokens, and what stands between them.
PIECES = (
    "[[a]]", "![[b.png|300]]", "[[c#h|d]]", "[[ e ]]", "[[]]", "[[|f]]", "[[g", "]]", "[[", "]",
    "[", "![", "!", "[h](i.md)", "[j](k%20l.md \"t\")", "![m](n.png)", "[o](<p q>)", "[r](s:t)",
    "](", "(", ")", "[u][id]", "[id]", "[^1]", "^[v [[w]]]", "^[", "`", "``", "`[[x]]`", "$", "$$",
    "$y$", "*", "**", "***", "_", "__", "~~", "~", "==", "%%", "<b>", "</b>", "<a href=\"z\">",
    "<a b='c", "</a>", "<br/>", "<!--", "-->", "<", ">", "<https://a.b>", "<c@d.e>",
    "https://f.g/[[h]](i)", "http://", "www.j.k_l", "HTTP://m.n", "o@p.q", "@", "://", "#r", "#s/t",
    "#1", "#", "\\", "\\[", "\\|", "|", " | ", "&amp;", "&", ";", "域名", "，", "é", "😀", "\xa0",
    "\u200b", "  ", " ", " ", " ", "\t", "u", "v", "w1", ".", ":", "^id", " ^x-1", "\"", "'", "=",
    "-", "+", "{{x}}",
)  # fmt: skip

_marked = st.builds(
    lambda marks, words: "".join(marks) + words,
    st.lists(st.sampled_from(MARKS), max_size=3),
    st.one_of(st.sampled_from(LINES), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)),
)
_line = st.one_of(
    _marked, st.sampled_from(LINES), st.lists(st.sampled_from(PIECES), min_size=1, max_size=10).map("".join)
)


def notes(lines: int = 24) -> st.SearchStrategy[str]:
    """Notes of at most so many lines, LF only, in which constructs meet that rarely meet."""
    return st.lists(_line, min_size=2, max_size=lines).map("\n".join)


def texts() -> st.SearchStrategy[str]:
    """Any text: lone surrogates, NUL, BOM, CR, beside the characters that mean something."""
    anything = st.characters(codec=None, exclude_categories=())
    marks = "[]()!#|`*_~$%<>&\\^-+=:.@/\"' \t\r\n\f\x00\ufeff\ud800\udcff\u2028\x85a1"
    likely = st.sampled_from([*marks, "\r\n", "---\n", *PIECES])
    return st.lists(st.one_of(likely, anything), max_size=60).map("".join)
