"""The `adopt` command: what would become of each file, and, when asked, the notes written."""

import os

from vaulttools.adopt import Adopted, Adoption, Article, adopt, common_folder
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.outputs.terminal import escape, painted
from vaulttools.proof import prove

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

_NEIGHBOURS, _LINKS = 3, 12


def answer(args: "Namespace", graph: Graph, root: str, colour: bool) -> str:
    """What the command prints. Notes are written only with `--write`."""
    found = _adoption(args, graph, root)
    if args.diff:
        from vaulttools.edit_diff import unified_diff

        return unified_diff({}, found.plan)
    return _written(found, root) if args.write else rendered(found, colour)


def _adoption(args: "Namespace", graph: Graph, root: str) -> Adoption:
    """The plan for the files named. A file that is missing, no text or empty is a VaultError."""
    from vaulttools.disk_settings import link_format, markdown_links
    from vaulttools.newlinks import link_style

    style = link_style(link_format(root), markdown_links(root))
    articles = [_article(file, args.folder, graph, root) for file in args.files]
    found = adopt(graph, articles, style, args.min_score)
    prove(graph, found.plan)
    return found


def _article(file: str, folder: str | None, graph: Graph, root: str) -> Article:
    from vaulttools.disk import read_text

    text = read_text(file)
    if text is None:
        raise VaultError(f"{file} does not exist")
    if "\0" in text or any("\udc80" <= one <= "\udcff" for one in text):
        raise VaultError(f"{file} is no text in UTF-8; save it as text first")
    if not text.strip():
        raise VaultError(f"{file} is empty")
    inner = os.path.relpath(os.path.realpath(file), os.path.realpath(root)).replace(os.sep, "/")
    if inner in graph.vault.notes:
        raise VaultError(
            f"{file} is a note of the vault already; `vaulttools suggest '{inner}'` says what it could link to"
        )
    if folder is None:
        is_inside = not inner.startswith("../") and not os.path.isabs(inner)
        folder = inner.rpartition("/")[0] if is_inside else common_folder(graph, text)
    folder = folder.replace(os.sep, "/").strip("/")
    if any(part in ("..", ".") or part.startswith(".") for part in folder.split("/") if part):
        raise VaultError(f"'{folder}' is no folder of the vault; name one from its root, as in Articles/2026")
    return Article(os.path.basename(file), folder, text)


def _written(found: Adoption, root: str) -> str:
    """Make the notes; what is said about it."""
    from vaulttools.cli_write import written_text
    from vaulttools.disk_write import write_plan

    said = "".join(f"{_passed_over(one)}\n" for one in found.notes if one.twin)
    return said + (written_text(write_plan(root, {}, found.plan)) if not found.plan.empty else "")


def rendered(found: Adoption, colour: bool) -> str:
    """What would become of each file, for a person."""
    parts = ["".join(f"{line}\n" for line in _lines(one, colour)) for one in found.notes]
    count = len(found.plan.creates)
    hint = (
        "nothing was written; --write makes the notes, --diff shows them whole\n"
        if count
        else "nothing to write\n"
    )
    return "\n".join([*parts, hint])


def _lines(one: Adopted, colour: bool) -> "Iterator[str]":
    yield painted(escape(one.title), "bold", colour)
    if one.twin:
        yield f"  {_passed_over(one)}"
        return
    yield f"  from        {escape(one.source)}"
    yield f"  becomes     {painted(escape(one.path), 'green', colour)}"
    topic = (
        f"{escape(one.topic[0])} ({_sure(one.topic[1])})"
        if one.topic
        else "none: it shares too few words with the vault"
    )
    yield f"  topic       {topic}"
    links = [f"{escape(mention.text)} → {escape(_bare(mention.target))}" for mention in one.mentions]
    if not links:
        yield "  new links   none: no name of a note is mentioned"
    for number, link in enumerate(links[:_LINKS]):
        yield f"  {'' if number else 'new links':<10}  {link}"
    if len(links) > _LINKS:
        yield f"  {'':<10}  … and {len(links) - _LINKS} more"
    for number, near in enumerate(one.related[:_NEIGHBOURS]):
        yield f"  {'' if number else 'near':<10}  {escape(_bare(near.target))}"
        yield f"  {'':<10}    {painted(escape(near.why), 'dim', colour)}"
    yield from _lost(one)


def _lost(one: Adopted) -> "Iterator[str]":
    if one.lost:
        many = "1 link of its own leads" if one.lost == 1 else f"{one.lost} links of its own lead"
        yield f"  look at     {many} nowhere"
    for repair in one.repairs:
        yield f"  {'':<10}    {escape(repair.linkpath)} → {escape(_bare(repair.target))}? ({escape(repair.why)})"


def _passed_over(one: Adopted) -> str:
    return f"{escape(one.source)} is in the vault already, as {escape(one.path)}; passed over"


def _sure(confidence: float) -> str:
    words = "sure" if confidence >= 0.75 else "probably" if confidence >= 0.5 else "a guess"
    return f"{words}, {confidence:.2f}"


def _bare(path: str) -> str:
    return path[:-3] if path.lower().endswith(".md") else path
