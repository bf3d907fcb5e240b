"""What the commands share: the vault that is meant, its graph, and where words go."""

import os
import sys

from vaulttools.cli_args import terminal_width
from vaulttools.errors import VaultError

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from typing import TextIO

    from vaulttools.config import Config
    from vaulttools.disk_cache import Cache
    from vaulttools.disk_scan import Scan
    from vaulttools.graph import Graph
    from vaulttools.outputs import Look, Output
    from vaulttools.outputs.terminal import Paint
    from vaulttools.vault import Vault

# The options that make a command write.
_WRITING = ("apply", "fix", "lock", "write")
# The commands that say why where all notes are left out.
_SAYING = ("check", "deadends", "map", "orphans", "suggest", "tags", "topics", "unresolved")
_PAINTS: "dict[str, Paint]" = {"+": "green", "-": "red", "@": "cyan"}


def settings_of(args: "Namespace") -> "tuple[str, Config]":
    """The vault's folder and its configuration with what the command line says on top."""
    from vaulttools.disk import read_config

    root = root_of(args)
    if os.path.lexists(os.path.join(root, ".vaulttools", "work")):
        sys.stderr.write(
            "vaulttools: a change of this vault is under way or was cut off; see `vaulttools recover`\n"
        )
    config = read_config(root)
    selected, ignored = _names(args, "select"), _names(args, "ignore")
    return root, config._replace(
        select=selected or config.select,
        ignore=tuple(name for name in config.ignore if name not in selected) + ignored,
        fail_on=getattr(args, "fail_on", None) or config.fail_on,
    )


def root_of(args: "Namespace") -> str:
    """The vault's folder: the one named, else the nearest upward from the note or from here."""
    from vaulttools.disk import find_vault_root

    if args.vault is not None:
        return str(args.vault)
    if os.path.isfile(getattr(args, "note", None) or ""):
        return find_vault_root(os.path.dirname(args.note), _current_folder())
    return find_vault_root(_current_folder())


def _current_folder() -> str:
    try:
        return os.getcwd()
    except FileNotFoundError:
        raise VaultError("the current folder has been deleted; go to another or name the vault") from None


def _names(args: "Namespace", option: str) -> tuple[str, ...]:
    given: list[str] = getattr(args, option, [])
    return tuple(name.strip() for text in given for name in text.split(",") if name.strip())


def read_graph(args: "Namespace") -> "tuple[str, Config, Graph]":
    """The vault's folder, its configuration and its graph. VaultError as for `mind_inner_vaults`."""
    root, config = settings_of(args)
    graph = graph_of(root, config, getattr(args, "jobs", 0), cache_of(args, root), _may_be_empty(args, root))
    mind_vaults_of(args, root, graph)
    return root, config, graph


def mind_vaults_of(args: "Namespace", root: str, graph: "Graph") -> None:
    """`mind_inner_vaults` of the vault that a graph was made from."""
    foreign = [item.vault for item in graph.vault.exclusions if item.vault]
    mind_inner_vaults(args, root, [*graph.vault.notes], graph.vault.attachments, foreign)


def mind_inner_vaults(
    args: "Namespace", root: str, notes: "Sequence[str]", others: "Sequence[str]", foreign: "Sequence[str]"
) -> None:
    """Say on stderr where the folder is no vault but holds some; VaultError for a command that would write there.

    A change would cross from one vault to another, and go by none of their settings.
    """
    from vaulttools.disk_settings import inner_vaults

    inner = inner_vaults(root, foreign, others)
    if not inner:
        return
    name, shown = os.path.basename(os.path.realpath(root)), [folder.rstrip("/") for folder in inner[:5]]
    more = f" and {len(inner) - 5:,} more" if len(inner) > 5 else ""
    said = f"{name} is no vault but holds these: {', '.join(shown)}{more}; name one of them"
    if args.command in ("rename", "merge", "extract") or any(getattr(args, one, False) for one in _WRITING):
        raise VaultError(f"{said}, or make {name} a vault with a vaulttools.toml in it")
    # Where nothing lies beside the vaults, most commands say so themselves.
    if args.command not in _SAYING or not all(path.startswith(tuple(inner)) for path in notes):
        complain(said)


def _may_be_empty(args: "Namespace", root: str) -> bool:
    """Whether a vault without notes will do: articles go into a new one, if it is named or the app made it."""
    is_vault = args.vault is not None or os.path.isdir(os.path.join(root, ".obsidian"))
    return args.command == "adopt" and is_vault


def graph_of(
    root: str, config: "Config", jobs: int, cache: "Cache | None" = None, may_be_empty: bool = False
) -> "Graph":
    """The graph of the vault at `root`."""
    from vaulttools.disk import read_vault
    from vaulttools.graph import build_graph

    return build_graph(read_vault(root, config, jobs, cache, may_be_empty))


def cache_of(args: "Namespace", root: str) -> "Cache | None":
    """The cache this run may use; None where it is not to."""
    from vaulttools.disk_cache import open_cache

    if getattr(args, "no_cache", False):
        return None
    return open_cache(getattr(args, "cache_dir", None), root)


def output_named(command: str, name: str) -> "Output":
    """One format of a command. An unknown one is a VaultError with the nearest name."""
    from vaulttools.config import did_you_mean
    from vaulttools.outputs import formats, load

    known = formats(command)
    if name not in known:
        raise VaultError(f"there is no format '{name}'; {did_you_mean(name, known)}")
    return load(command, name)


def look_of(args: "Namespace", details: bool) -> "Look":
    """How a report is to look where it goes to stdout."""
    from vaulttools.outputs import Look

    colour = coloured(sys.stdout)
    return Look(colour, min(terminal_width(), 120), args.verbose or details, args.statistics)


def coloured(stream: "TextIO") -> bool:
    """Whether to use colours: on a terminal, unless the environment says otherwise."""
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def put(text: str, file: str | None) -> None:
    """A text onto stdout, or whole into a file."""
    if file is None or file == "-":
        sys.stdout.write(text)
        return
    from vaulttools.disk import write_text_atomically

    write_text_atomically(file, text)


def put_answer(args: "Namespace", text: str) -> None:
    """What a command that may change notes says, onto stdout; with `--diff` that is a patch."""
    if args.diff:
        put_patch(text)
    else:
        put(text, None)


def put_patch(patch: str) -> None:
    """A patch onto stdout, byte for byte; but coloured, and safe to look at, where that is a terminal."""
    if sys.stdout.isatty():
        from vaulttools.outputs.terminal import escape, painted

        for line in patch.split("\n")[:-1]:
            safe = escape(line.replace("\t", "    "))
            paint = _PAINTS.get(line[:1])
            sys.stdout.write((painted(safe, paint, coloured(sys.stdout)) if paint else safe) + "\n")
        return
    from vaulttools.text import encode

    sys.stdout.flush()
    sys.stdout.buffer.write(encode(patch))


def note_count(graph: "Graph") -> int:
    """How many notes are reported on and shown: all but the excluded ones."""
    return len(graph.vault.notes.keys() - graph.vault.excluded)


def refuse_if_all_left_out(args: "Namespace", root: str, graph: "Graph") -> None:
    """VaultError where no note is left to report on: that is no result, but a wrong folder or setting."""
    if why := all_left_out(args, root, graph):
        raise VaultError(why)


def say_if_all_left_out(args: "Namespace", root: str, graph: "Graph") -> None:
    """Say on stderr why there is nothing to list."""
    if why := all_left_out(args, root, graph):
        complain(why)


def all_left_out(args: "Namespace", root: str, graph: "Graph") -> str:
    """Why no note is left to report on, and what to do; "" where one is, or where one cannot be read at all."""
    vault = graph.vault
    if note_count(graph) or any(item.failed for item in vault.unreadable):
        return ""
    vaults = [item for item in vault.exclusions if item.vault]
    whys = [item.why for item in vaults[:3]] + [item.why for item in vault.exclusions if not item.vault]
    remedy = "; change that, or name another folder"
    if vaults:
        import shlex

        inner = os.path.normpath(os.path.join(root, vaults[0].vault))
        remedy = f"; run `vaulttools {args.command} {shlex.quote(inner)}`"
    elif not whys:
        unread = [item for item in vault.unreadable if item.path.lower().endswith(".md")]
        whys, remedy = [f"{item.path}: {item.reason}" for item in unread[:3]], ""
    return f"no note is left to report on: {', '.join(whys)}{remedy}"


def could_not_read(graph: "Graph") -> int:
    """2 when something could not be read, which is then said on stderr; else 0."""
    failed = [item for item in graph.vault.unreadable if item.failed]
    for item in failed:
        from vaulttools.outputs.terminal import escape

        sys.stderr.write(f"vaulttools: {escape(item.path) or '.'} {escape(item.reason)}\n")
    return 2 if failed else 0


def say_left_out(everything: "Scan", found: "Scan") -> None:
    """Say on stderr that `--tracked` left files out: one of them may be what a link leads to."""
    count = len(everything.notes) - len(found.notes) + len(everything.others) - len(found.others)
    if count:
        from vaulttools.text import counted

        files = counted(count, "more file")
        sys.stderr.write(f"git does not track {files} of this vault; add what links need\n")


def say_strays(args: "Namespace", root: str, config: "Config", found: "Scan") -> None:
    """Say on stderr which patterns of the settings fit no file."""
    if config.exclude or config.paths or config.properties:
        from vaulttools.outputs.terminal import escape
        from vaulttools.strays import strays

        lines = strays(config, [*found.notes, *found.others], os.path.abspath(root), args.verbose)
        sys.stderr.write("".join(f"{escape(line)}\n" for line in lines))


def say_not_compared(root: str, before: "Vault") -> None:
    """Say on stderr what of an earlier vault could not be compared, or not with its like."""
    for item in before.unreadable:
        complain(f"{item.path or root} {item.reason}")


def say_unread_history(root: str, lost: str) -> None:
    """Say on stderr what this run does without, where git reads nothing of the repository that is there."""
    from vaulttools.disk_repository import unread_history

    reason = unread_history(root)
    if reason:
        complain(f"{lost}: {reason}")


def say_skipped(graph: "Graph") -> None:
    """What was passed over without being a failure, on stderr: a picture of the vault does without it."""
    from vaulttools.outputs.terminal import escape

    for item in graph.vault.unreadable:
        if not item.failed:
            sys.stderr.write(f"skipped: {escape(item.path) or '.'}: {escape(item.reason)}\n")


def complain(message: str) -> int:
    """Say on stderr why it could not be done; the exit status for that."""
    from vaulttools.outputs.terminal import escape

    sys.stderr.write(f"vaulttools: {escape(message)}\n")
    return 2
