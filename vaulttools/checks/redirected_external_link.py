"""A web address that has moved for good."""

from collections.abc import Iterable, Iterator

from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.edit import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vaulttools.external import Asked, ExternalLink

NAME = "redirected-external-link"
# What has no meaning of its own in Markdown, YAML, JSON or a table.
_PLAIN = "/:?#@!$&+,;=%-._~"


def run(asked: "Iterable[Asked]") -> Iterator[Finding]:
    """A finding for each link whose page says that it lives elsewhere now."""
    for path, link, verdict in asked:
        if verdict.kind == "good" and verdict.moved:
            yield _finding(path, link, verdict.moved)


def _finding(path: str, link: "ExternalLink", moved: str) -> Finding:
    if _is_front_page(moved) and not _is_front_page(link.url):
        message = f"the address leads to a front page now, '{moved}'; look whether the page is gone"
        return Finding(NAME, "info", path, link.span, message)
    from urllib.parse import quote

    new = moved + link.url[link.url.find("#") :] if "#" in link.url else moved
    scheme, _, rest = new.partition("//")
    host, slash, page = rest.partition("/")
    new = f"{scheme}//{quote(host, safe=_PLAIN + '[]')}{slash}{quote(page, safe=_PLAIN)}"
    fix = Fix(f"write '{new}'", False, (Edit(path, link.span, new),))
    return Finding(NAME, "info", path, link.span, f"the address has moved for good; write '{new}'", fix)


def _is_front_page(url: str) -> bool:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_external=run,
    doc="""A web address has moved for good: its server redirects to another with status 301 or 308.

    Found by `check --external`. The link still works, for as long as somebody keeps the redirect. A temporary redirect
    is none of this, and nothing behind one counts. Many sites send pages that are gone to their front page; that
    is said, and nothing is mended.

    Write the new address. The fix does that; it is unsafe because it is the server's word.
    """,
    examples=(
        Example(
            "-- Newton.md --\nSee https://example.org/newton for more.\n",
            answers="https://example.org/newton 200\n",
        ),
        Example(
            "-- Newton.md --\nSee [his life](http://example.org/newton#youth).\n",
            (
                (
                    "Newton.md",
                    "http://example.org/newton#youth",
                    "the address has moved for good; write 'https://example.org/people/newton#youth'",
                ),
            ),
            "-- Newton.md --\nSee [his life](https://example.org/people/newton#youth).\n",
            answers="http://example.org/newton 301 https://example.org/people/newton\n",
        ),
        Example(
            "-- Newton.md --\nSee [his life](http://example.org/newton).\n",
            (
                (
                    "Newton.md",
                    "http://example.org/newton",
                    "the address has moved for good; write 'http://[::1]:8080/newton%5B1%5D'",
                ),
            ),
            "-- Newton.md --\nSee [his life](http://[::1]:8080/newton%5B1%5D).\n",
            answers="http://example.org/newton 301 http://[::1]:8080/newton[1]\n",
        ),
        Example(
            "-- Newton.md --\nSee [his life](http://example.org/newton).\n",
            (
                (
                    "Newton.md",
                    "http://example.org/newton",
                    "the address leads to a front page now, 'https://example.org/'; look whether the page is gone",
                ),
            ),
            answers="http://example.org/newton 301 https://example.org/\n",
        ),
    ),
)
