"""The command line: a short function a command. Heavy modules are imported where they are used."""

import os
import sys

from vaulttools.cli_args import parser, terminal_width
from vaulttools.errors import VaultError

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from vaulttools.cli_recall import Done
    from vaulttools.config import Config
    from vaulttools.disk import Files
    from vaulttools.disk_cache import Cache
    from vaulttools.graph import Graph
    from vaulttools.outputs import Look, Output

INTERRUPTED = 130


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command and give its exit status: 0 clean, 1 findings, 2 could not do it."""
    top = parser()
    args = top.parse_args(arguments)
    if args.command is None:
        top.print_help(sys.stderr)
        return 2
    if sys.stdout is None:
        return _complain("standard output is closed; let it go to a file or /dev/null")
    try:
        status = COMMANDS[args.command](args)
        sys.stdout.flush()
    except VaultError as error:
        return _complain(str(error))
    except BrokenPipeError:
        return _leave_pipe()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _complain(f"{error.filename or 'output'}: {error.strerror}")
    return status


def check(args: "Namespace") -> int:
    """Find faults. 1 when one is as severe as `fail-on`, 2 when something could not be read."""
    from vaulttools.cli_recall import answered, question, remember
    from vaulttools.disk import list_files, read_files, read_keys

    root, config = _settings(args)
    if args.show_settings:
        from vaulttools.config_text import settings_text

        _write(settings_text(config), None)
        return 0
    look, cache = _look(args, bool(config.select)), _cache(args, root)
    found = list_files(root)
    asked = question(args, config, look, found, cache)
    done = answered(asked, lambda: read_keys(root, found, config, args.jobs))
    if done is None:
        files = read_files(root, found, config, cache is not None)
        done = _checked(args, config, look, files, cache)
        remember(asked, b"".join(files.keys.values()), done)
    for text, file in done.reports:
        _write(text, file)
    return done.status


def _checked(
    args: "Namespace", config: "Config", look: "Look", files: "Files", cache: "Cache | None"
) -> "Done":
    from vaulttools.cli_check import fails, finder, plain, wanted_outputs
    from vaulttools.cli_fix import is_asked, mend
    from vaulttools.cli_recall import Done
    from vaulttools.disk import parse_files
    from vaulttools.disk_settings import repository_prefix
    from vaulttools.graph import build_graph
    from vaulttools.outputs import Report

    wanted, is_mending = wanted_outputs(args.format, args.output), is_asked(args)
    graph = build_graph(parse_files(files, config, args.jobs, cache))
    find, is_changed = finder(args, files.root, graph.vault, config), False
    prefix = repository_prefix(files.root)
    if is_mending:
        graph, findings, is_changed = mend(args, files.root, graph, find, look, prefix)
        wanted = [(output, file) for output, file in wanted if file is not None or not args.diff]
    else:
        findings = find(graph)
    report = Report(graph, findings, look=look, prefix=prefix)
    texts = [(output.render(report if file is None else plain(report)), file) for output, file in wanted]
    found = fails(findings, config) or is_changed
    return Done(tuple(texts), _could_not_read(graph) or int(found and not args.exit_zero))


def map_(args: "Namespace") -> int:
    """Draw the map into a file."""
    from vaulttools.cli_map import page

    root, config = _settings(args)
    graph = _graph(root, config, args.jobs, _cache(args, root))
    _write(page(args, root, graph, config), args.output)
    sys.stderr.write(f"the map of {len(graph.vault.notes):,} notes is in {args.output}\n")
    if args.open:
        import webbrowser

        webbrowser.open("file://" + os.path.realpath(args.output))
    return _could_not_read(graph)


def topics(args: "Namespace") -> int:
    """Show the topic clusters, and keep them in `topics.lock` where that is asked for."""
    from vaulttools.outputs.topics_text import render_topics_text, topics_json
    from vaulttools.topics import find_topics

    root, config = _settings(args)
    graph = _graph(root, config, args.jobs, _cache(args, root))
    found = find_topics(graph)
    if args.format == "json":
        from vaulttools.outputs.json_lines import document

        _write(document(topics_json(found)), None)
    else:
        _write(render_topics_text(found), None)
    if args.lock:
        from vaulttools.cli_topics import write_lock

        write_lock(root, graph.vault, found)
    return _could_not_read(graph)


def suggest(args: "Namespace") -> int:
    """Show what could be linked; with --apply, link it."""
    from vaulttools.cli_suggest import answer, split_places

    split_places(args)
    root, config = _settings(args)
    graph = _graph(root, config, args.jobs, _cache(args, root))
    _write(answer(args, graph, root, _coloured(sys.stdout)), None)
    return _could_not_read(graph)


def adopt(args: "Namespace") -> int:
    """Make plain files notes of the vault; without --write only say how."""
    from vaulttools.cli_adopt import answer

    root, config = _settings(args)
    graph = _graph(root, config, args.jobs, _cache(args, root))
    _write(answer(args, graph, root, _coloured(sys.stdout)), None)
    return _could_not_read(graph)


def export(args: "Namespace") -> int:
    """Write the graph for other programs."""
    from vaulttools.outputs import Report

    output = _output("export", args.format)
    root, config = _settings(args)
    graph = _graph(root, config, args.jobs, _cache(args, root))
    found = None
    if not args.no_topics:
        from vaulttools.topics import find_topics

        found = find_topics(graph)
    _write(output.render(Report(graph, topics=found)), args.output)
    return _could_not_read(graph)


def explain(args: "Namespace") -> int:
    """Say what a check means, or list all; or say why the links of a line lead where they lead."""
    from vaulttools.cli_explain import all_checks, one_check
    from vaulttools.cli_explain_line import is_place

    if args.check and is_place(args.check):
        return _explain_line(args)
    text = one_check(args.check, _coloured(sys.stdout)) if args.check else all_checks()
    _write(text, None)
    return 0


def _explain_line(args: "Namespace") -> int:
    from vaulttools.cli_explain_line import as_json, as_text, line_reasons
    from vaulttools.outputs.json_lines import document

    args.note = args.check.rpartition(":")[0]
    root, config = _settings(args)
    graph = _graph(root, config, 0, _cache(args, root))
    reasons = line_reasons(graph, args.check, root)
    found = document(as_json(reasons)) if args.format == "json" else as_text(reasons, _coloured(sys.stdout))
    _write(found, None)
    return _could_not_read(graph)


def conformance(args: "Namespace") -> int:
    """Write the vault that compares our tables with an app; or say where the app's answers differ from ours."""
    from vaulttools.conformance import cases, differences, rows, tables
    from vaulttools.disk import read_text, write_folder

    found = cases(rows(tables()))
    if args.result is None:
        from vaulttools.conformance import fixture

        write_folder(args.folder, fixture(found))
        how = "open it as a vault in Obsidian, run console.js in the developer console, then come back with --result"
        _write(f"{len(found)} cases are in {args.folder}; {how}\n", None)
        return 0
    answers = read_text(args.result)
    if answers is None:
        raise VaultError(f"{args.result} does not exist; name the file that console.js gave you")
    wrong = differences(found, answers)
    _write("".join(f"{line}\n" for line in wrong) + f"{len(wrong)} of {len(found)} rows differ\n", None)
    return int(bool(wrong))


def init(args: "Namespace") -> int:
    """Write settings, a workflow and a pre-commit hook, where there are none."""
    from vaulttools.cli_init import write_starters

    write_starters(os.path.abspath(args.vault or os.getcwd()))
    return 0


def rename(args: "Namespace") -> int:
    """Rename or move something in the vault, merge notes, or extract a section; every link follows."""
    from vaulttools.cli_plan import carried_out
    from vaulttools.cli_rename import extracted, merged, planned

    root, config = _settings(args)
    graph = _graph(root, config, 0)
    plan = {"rename": planned, "merge": merged, "extract": extracted}[args.command](args, graph, root)
    _write(carried_out(args, root, graph, plan, _coloured(sys.stdout)), None)
    return _could_not_read(graph)


def undo(args: "Namespace") -> int:
    """Take back the last change that vaulttools made to the notes."""
    from vaulttools.cli_write import undone

    _write(undone(_root(args)), None)
    return 0


def recover(args: "Namespace") -> int:
    """Put right what a run that was cut off left behind."""
    from vaulttools.cli_write import recovered

    _write(recovered(_root(args)), None)
    return 0


def list_(args: "Namespace") -> int:
    """The commands that list something: see `cli_lists`."""
    from vaulttools.cli_lists import listing

    root, config = _settings(args)
    graph = _graph(root, config, 0, _cache(args, root))
    text, remark = listing(args, graph, root)
    _write(text, None)
    sys.stderr.write(remark)
    return _could_not_read(graph)


def _settings(args: "Namespace") -> "tuple[str, Config]":
    """The vault's folder and its configuration with what the command line says on top."""
    from vaulttools.disk import read_config

    root = _root(args)
    if os.path.lexists(os.path.join(root, ".vaulttools", "work")):
        sys.stderr.write(
            "vaulttools: a change of this vault is under way or was cut off; see `vaulttools recover`\n"
        )
    config = read_config(root)
    selected, ignored = _names(args, "select"), _names(args, "ignore")
    return root, config._replace(
        select=selected or config.select,
        ignore=tuple(set(config.ignore) - set(selected)) + ignored,
        fail_on=getattr(args, "fail_on", None) or config.fail_on,
    )


def _root(args: "Namespace") -> str:
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


def _graph(root: str, config: "Config", jobs: int, cache: "Cache | None" = None) -> "Graph":
    from vaulttools.disk import read_vault
    from vaulttools.graph import build_graph

    return build_graph(read_vault(root, config, jobs, cache))


def _cache(args: "Namespace", root: str) -> "Cache | None":
    from vaulttools.disk_cache import open_cache

    if getattr(args, "no_cache", False):
        return None
    return open_cache(getattr(args, "cache_dir", None), root)


def _output(command: str, name: str) -> "Output":
    from vaulttools.outputs import formats, load

    known = formats(command)
    if name not in known:
        raise VaultError(f"there is no format '{name}'; known are {', '.join(known)}")
    return load(command, name)


def _look(args: "Namespace", details: bool) -> "Look":
    from vaulttools.outputs import Look

    colour = _coloured(sys.stdout)
    return Look(colour, min(terminal_width(), 120), args.verbose or details, args.statistics)


def _coloured(stream: "TextIO") -> bool:
    """Whether to use colours: on a terminal, unless the environment says otherwise."""
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused


def _write(text: str, file: str | None) -> None:
    if file is None or file == "-":
        sys.stdout.write(text)
        return
    from vaulttools.disk import write_text_atomically

    write_text_atomically(file, text)


def _could_not_read(graph: "Graph") -> int:
    """2 when something could not be read, which is then said on stderr; else 0."""
    failed = [item for item in graph.vault.unreadable if item.failed]
    for item in failed:
        from vaulttools.outputs.terminal import escape

        sys.stderr.write(f"vaulttools: {escape(item.path) or '.'} {escape(item.reason)}\n")
    return 2 if failed else 0


def _complain(message: str) -> int:
    from vaulttools.outputs.terminal import escape

    sys.stderr.write(f"vaulttools: {escape(message)}\n")
    return 2


def _leave_pipe() -> int:
    """The reader has gone: be silent, and let nothing be flushed into the broken pipe later."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


COMMANDS: "dict[str, Callable[[Namespace], int]]" = {
    "check": check,
    "map": map_,
    "links": list_,
    "backlinks": list_,
    "unresolved": list_,
    "orphans": list_,
    "deadends": list_,
    "tags": list_,
    "aliases": list_,
    "topics": topics,
    "suggest": suggest,
    "adopt": adopt,
    "export": export,
    "explain": explain,
    "conformance": conformance,
    "init": init,
    "rename": rename,
    "merge": rename,
    "extract": rename,
    "undo": undo,
    "recover": recover,
}
