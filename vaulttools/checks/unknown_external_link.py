"""A web address of which nobody could say whether it works."""

from collections.abc import Iterable, Iterator

from vaulttools.checks import Check, Example, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vaulttools.external import Asked

NAME = "unknown-external-link"


def run(asked: "Iterable[Asked]") -> Iterator[Finding]:
    """A finding for each link whose address gave no answer that tells."""
    for path, link, verdict in asked:
        if verdict.kind == "unknown":
            message = f"the address {verdict.reason}; open it in a browser to be sure"
            yield Finding(NAME, "info", path, link.span, message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_external=run,
    doc="""Nobody could say whether a web address works.

    Found by `check --external`. The server was busy or silent, had no certificate that this computer trusts, wants a
    login, or shows the page to people only (403, 429); or the host lies inside a network and was not asked. That
    says nothing of the page, so it is a hint, and it is asked again next time.

    Open it in a browser. What a server always says may be settled in `[external]`: `accept = [403]`, `exclude`, or
    `allow-private` for hosts of your own.
    """,
    examples=(
        Example(
            "-- Newton.md --\nSee <https://example.org/newton>.\n",
            answers="https://example.org/newton 204\n",
        ),
        Example(
            "-- Newton.md --\nSee <https://example.org/newton>.\n",
            (
                (
                    "Newton.md",
                    "https://example.org/newton",
                    "the address answers 403 Forbidden; open it in a browser to be sure",
                ),
            ),
            answers="https://example.org/newton 403\n",
        ),
    ),
)
