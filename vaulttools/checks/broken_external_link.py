"""A web address whose page is gone."""

from collections.abc import Iterable, Iterator

from vaulttools.checks import Check, Example, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vaulttools.external import Asked

NAME = "broken-external-link"


def run(asked: "Iterable[Asked]") -> Iterator[Finding]:
    """A finding for each link to a page that is not there."""
    for path, link, verdict in asked:
        if verdict.kind == "broken":
            message = f"the address {verdict.reason}; mend it or take it out"
            yield Finding(NAME, "error", path, link.span, message)


CHECK = Check(
    name=NAME,
    severity="error",
    run=None,
    run_on_external=run,
    doc="""A web address leads nowhere: its server says that the page is not there.

    Found by `check --external`. Broken is what says so itself: 404, 410 and other answers of their kind, a host whose
    name does not exist (where other names are found), an address that is none. What may pass, or what a server
    only keeps from programs, is `unknown-external-link`.

    Find where the page went (web.archive.org may have it), or take the link out. Addresses that are meant to be
    dead go under `exclude` in `[external]`, or behind an ignore.
    """,
    examples=(
        Example(
            "-- Newton.md --\nHe wrote the [Principia](https://example.org/principia).\n",
            answers="https://example.org/principia 200\n",
        ),
        Example(
            "-- Newton.md --\nHe wrote the [Principia](https://example.org/principia#three-laws).\n",
            (
                (
                    "Newton.md",
                    "https://example.org/principia#three-laws",
                    "the address answers 404 Not Found; mend it or take it out",
                ),
            ),
            answers="https://example.org/principia 404\n",
        ),
        Example(
            "-- Code.md --\n`https://example.org/gone` is code.\n",
            answers="https://example.org/gone 410\n",
        ),
    ),
)
