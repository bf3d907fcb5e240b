"""The `adopt` command: what would become of each file, and, when asked, the notes written."""

import os
import sys

from vaulttools.adopt import Adopted, Adoption, Article, adopt, common_folder
from vaulttools.articles import unfit
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.names import without_md
from vaulttools.outputs.terminal import escape, painted
from vaulttools.proof import prove
from vaulttools.text import some_of

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

_NEIGHBOURS, _LINKS = 3, 12
_TO_HAVE_BOTH = "to have it too, give it another title"


def answer(args: "Namespace", graph: Graph, root: str, colour: bool) -> str:
    """What the command prints. Notes are written only with `--write`."""
    found = _adoption(args, graph, root)
    if not args.write:
        from vaulttools.disk_plan import foreseen

        foreseen(root, {}, found.plan)
    if args.diff:
        from vaulttools.disk_settings import repository_prefix
        from vaulttools.edit_diff import unified_diff

        sys.stderr.write(_problems(found))
        return unified_diff({}, found.plan, repository_prefix(root))
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

    if os.path.isdir(file):
        raise VaultError(f"{file} is a folder; name the files in it")
    text = read_text(file)
    if text is None:
        raise VaultError(f"{file} does not exist")
    if fault := unfit(text):
        raise VaultError(f"{file} {fault}")
    inner = _inside(root, file)
    if inner in graph.vault.notes:
        raise VaultError(
            f"{file} is a note of the vault already; `vaulttools suggest '{inner}'` says what it could link to"
        )
    if folder is not None:
        goal = _folder(root, folder)
    else:
        goal = common_folder(graph, text) if inner is None else inner.rpartition("/")[0]
    if goal is None or any(part.startswith(".") for part in goal.split("/")):
        name = folder if folder is not None else goal
        raise VaultError(f"'{name}' is no folder of the vault; name one from its root, as in Articles/2026")
    return Article(os.path.basename(file), goal, text)


def _folder(root: str, named: str) -> str | None:
    """The folder of the vault that is meant, None where that lies outside.

    It is named from the vault's root. Where there is none of that name: from here, if that lies in the vault and is
    there, or we are outside. "/…", "./…" and "../…" always say where a folder lies on the disk.
    """
    inner = os.path.normpath(named or ".").replace(os.sep, "/")
    on_disk = os.path.isabs(named) or named.replace(os.sep, "/").split("/")[0] in (".", "..")
    if on_disk:
        return _inside(root, named)
    if not os.path.isdir(os.path.join(root, inner)) and (os.path.isdir(named) or _inside(root, ".") is None):
        from_here = _inside(root, named)
        inner = inner if from_here is None else from_here
    return "" if inner == "." else None if inner.startswith("../") or inner == ".." else inner


def _inside(root: str, path: str) -> str | None:
    """The path from the vault's root to a file or folder on the disk, None where it lies outside."""
    base, real = os.path.join(os.path.realpath(root), ""), os.path.join(os.path.realpath(path), "")
    return real[len(base) :].rstrip(os.sep).replace(os.sep, "/") if real.startswith(base) else None


def _written(found: Adoption, root: str) -> str:
    """Make the notes; what is said about it."""
    from vaulttools.cli_write import written_text
    from vaulttools.disk_write import write_plan

    said = "".join(f"{_passed_over(found, one)}\n" for one in found.notes if one.twin)
    done = written_text(write_plan(root, {}, found.plan)) if not found.plan.empty else ""
    return said + done + _problems(found)


def _problems(found: Adoption) -> str:
    """What could not be done to properties, a line each."""
    return "".join(f"note: {escape(one.path)}: {escape(one.problem)}\n" for one in found.notes if one.problem)


def rendered(found: Adoption, colour: bool) -> str:
    """What would become of each file, for a person."""
    parts = ["".join(f"{line}\n" for line in _lines(found, one, colour)) for one in found.notes]
    count = len(found.plan.creates)
    hint = (
        "nothing was written; --write makes the notes, --diff shows them whole\n"
        if count
        else "nothing to write\n"
    )
    return "\n".join([*parts, hint])


def _lines(found: Adoption, one: Adopted, colour: bool) -> "Iterator[str]":
    yield painted(escape(one.title), "bold", colour)
    if one.twin:
        yield f"  {_passed_over(found, one)}"
        return
    yield f"  from        {escape(one.source)}"
    yield f"  becomes     {painted(escape(one.path), 'green', colour)}"
    yield f"  topic       {_topic(one)}"
    links = [f"{escape(mention.text)} → {escape(without_md(mention.target))}" for mention in one.mentions]
    if not links:
        yield f"  new links   none: {_why_none(one)}"
    for number, link in enumerate(links[:_LINKS]):
        yield f"  {'' if number else 'new links':<10}  {link}"
    if len(links) > _LINKS:
        yield f"  {'':<10}  … and {len(links) - _LINKS} more"
    for number, near in enumerate(one.related[:_NEIGHBOURS]):
        yield f"  {'' if number else 'near':<10}  {escape(without_md(near.target))}"
        yield f"  {'':<10}    {painted(escape(near.why), 'dim', colour)}"
    yield from _look_at(one)


def _topic(one: Adopted) -> str:
    if one.topic is None:
        return f"none: {'it shares too few words with the vault' if one.has_topics else 'the vault has no topics yet'}"
    name, confidence = one.topic
    words = "sure" if confidence >= 0.75 else "probably" if confidence >= 0.5 else "a guess"
    return f"{escape(name)} ({words}, {confidence:.2f})"


def _why_none(one: Adopted) -> str:
    words = {
        "linked": "the notes it mentions are linked already",
        "unlikely": "names it mentions are too common to be sure of (--min-score 0 shows them)",
        "elsewhere": "names stand where no link is put: in its own title, a heading, code, an address",
    }
    return "; ".join(words[reason] for reason in one.unlinked) or "no name of a note is mentioned"


def _look_at(one: Adopted) -> "Iterator[str]":
    remarks = [one.problem] if one.problem else []
    if one.lost:
        remarks.append(f"links of its own that lead nowhere: {some_of(one.lost)}")
    for number, remark in enumerate(remarks):
        yield f"  {'' if number else 'look at':<10}  {escape(remark)}"
    for repair in one.repairs:
        yield f"  {'':<10}    {escape(repair.linkpath)} → {escape(without_md(repair.target))}? ({escape(repair.why)})"


def _passed_over(found: Adoption, one: Adopted) -> str:
    twins = [other.source for other in found.notes if other.path == one.path and not other.twin]
    if one.reworded:
        said = f"has the video and title of {(twins or [one.path])[0]}, but other words; passed over: {_TO_HAVE_BOTH}"
    else:
        said = f"is {f'the same as {twins[0]}' if twins else f'in the vault already, as {one.path}'}; passed over"
    return escape(f"{one.source} {said}")
