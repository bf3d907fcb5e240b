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


# What ordinary notes are made of, with little trouble, so that most of a note takes the quick way.
WORDS = (
    "foo", "bar baz", "x.", "日本", "[[a]]", "![[b.png|300]]", "[[c#h|d]]", "[[e\\|f]]", "[[g_h]]", "[[h]]: i", "[i](j.md)",
    "![k|20](https://l.m/n.png)", "[o](https://p.q?r=s&t)", "[u]", "[x]", "[^1]", "**v w:**", "*y*", "_z_", "~~a~~",
    "***b***", "`c [[d]]`", "**[[e]]** f", "**[[g_h | i]]:** j**", "<br>", "<b k=\"l\">m</b>", "https://n.o/p#q",
    "(https://r.s)", "<https://t.u>", "@v", "$5", "a < b", "\\*", "==c==", "#tag", "#1", "**d**#tag", "^id",
    "<a class=\"e\" data-t=\"1:02\">[1:02]</a>", "[1:02](<a class=\"e\" data-t=\"1:02\">1:02</a>)", "[!note]",
    "*", "_", "`", "snake_case", "<a href=\"z\">", "[[", "$", "|", "$x_1$", "$a * b$", "$6 or", "$$y$$", "$\\$$",
    "**`a` b_c $d$**", "**[[e]] [f](g.md) h**", "**i\\* #t [[j]]**", "*k **l [[m]]** n*", "*o `p`*", "__q_r [[s]]__",
    "_t u_v [[w]]_", "**x *y [[z]]***", "<!-- [[a]] -->", "b<!--", "[`c`](d.md)", "[e `f]", "[](g.md)", "\\h", "\\",
    "[![i](https://j)](https://k)", "[l](https://m \"n [[o]]\")", "[p](https://q_(r))", "s_", "_t", "u_v_w", "%% x %%",
    "**<b>[[a]]</b>**", "**a@b.c**", "{@d}",
    "***g [[h]]***", "***i***", "$$ j $$", "$$k$$", "$$l $$", "[\\[1\\]](https://m)", "\\[[n](o.md)\\]", "<- p", "<3",
    "<u>q</u>", "<b>[[r]]</b> s", "\\*t*", "\\_u_", "\\`v`",
)  # fmt: skip
ITEMS = ("- ", "- ", "* ", "+ ", "1. ", "2. ", "10. ", "3) ", "- [ ] ", "-   ", "1.   ")
INDENTS = ("", "", "  ", "\t", "   ", "    ", "\t\t", "      ", " ")
OTHERS = (
    "---",
    "***",
    "```",
    "    code [[a]]",
    "<div>",
    "<b",
    'c="[[x]]">',
    "[id]: x",
    "%%",
    "$$",
    "\ufeff--|--",
    "___",
    "%% a [[b]] %%",
    "<!-- [[c]] -->",
    "<!-- d -- e -->",
    "<!--\n# H\n[[f]] -->",
    "<!--\n## G\n\n[[h]]-->",
    "[^1]: i",
    "$$\n[[j]]\n$$",
    "$$k\n- l [[m]]\n$$",
    "$$\nn = [[o]]$$",
    "> ```p\n> [[q]]\n> ```",
    ">```\n>\n># r [[s]]\n> ```\n>t",
    "> $$\n> [[u]]\n> $$\n> v",
    "> - w\n> $$\n> - [[x]]\n> $$",
    ">> y [[z]]\n>     [[a]]",
    ">>     [[b]]",
    "> c\n> ---",
    "```\n# H\n\n[[a]] #t\n```\n",
    "```q\n- [[b]]\n  ```\n# I",
    "```\n[[c]]\n```\nd $",
    "d\n$$\n[[e]]\n$$\nf",
)

_words = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    st.sampled_from(("", "", "", " ^id", "  ")),
)
_item = st.builds("{}{}{}".format, st.sampled_from(INDENTS), st.sampled_from((*ITEMS, "")), _words)
_row = st.lists(_words, min_size=1, max_size=3).map(lambda cells: f"| {' | '.join(cells)} |")
_ordinary_block = st.one_of(
    st.builds("{} {}".format, st.sampled_from(("#", "##", "######")), _words),
    st.lists(_words, min_size=1, max_size=3).map("\n".join),
    st.lists(_item, min_size=1, max_size=6).map("\n".join),
    st.lists(st.one_of(_item, _words, st.just("")), min_size=1, max_size=4).map(
        lambda lines: "> " + "\n> ".join(lines)
    ),
    st.lists(_row, min_size=1, max_size=4).map(lambda rows: "\n".join([rows[0], "| - | - |", *rows[1:]])),
    st.sampled_from(OTHERS),
)


def ordinary_notes() -> st.SearchStrategy[str]:
    """Notes of the common shapes: headings, paragraphs, nested lists, quotes, tables, and a little else."""
    block = st.tuples(_ordinary_block, st.sampled_from(("\n", "\n\n", "\n\n", "\n \n")))
    return st.lists(block.map("".join), min_size=1, max_size=6).map("".join)
