"""The command line: a short function a command. Heavy modules are imported where they are used."""

import os
import sys

from vaulttools.cli_args import parser, terminal_width
from vaulttools.cli_common import (
    cache_of,
    coloured,
    complain,
    could_not_read,
    graph_of,
    look_of,
    mind_inner_vaults,
    mind_vaults_of,
    note_count,
    output_named,
    put,
    put_answer,
    read_graph,
    refuse_if_all_left_out,
    root_of,
    say_if_all_left_out,
    say_left_out,
    say_skipped,
    say_strays,
    settings_of,
)
from vaulttools.errors import VaultError

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from vaulttools.config import Config
    from vaulttools.disk_scan import Scan

INTERRUPTED = 130


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command and give its exit status: 0 clean, 1 findings, 2 could not do it."""
    asked = sys.argv[1:] if arguments is None else list(arguments)
    top = parser(asked[0] if asked and asked[0] in COMMANDS else "")
    if asked and not (asked[0] in COMMANDS or _stands_alone(asked[0])):
        from vaulttools.cli_words import unknown_command

        return complain(unknown_command(asked[0], COMMANDS))
    args = top.parse_args(asked)
    if args.command is None:
        top.print_help(sys.stderr)
        return 2
    if sys.stdout is None:
        return complain("standard output is closed; let it go to a file or /dev/null")
    try:
        status = COMMANDS[args.command](args)
        sys.stdout.flush()
    except VaultError as error:
        return complain(str(error))
    except BrokenPipeError:
        return _leave_pipe()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return complain(f"{error.filename or 'output'}: {error.strerror}")
    return status


def _stands_alone(word: str) -> bool:
    """Whether a word is an option that needs no command; of a long one the end may be left out."""
    options = ("-h", "--help", "--version")
    return word.strip("-") != "" and any(option.startswith(word) for option in options)


def check(args: "Namespace") -> int:
    """Find faults. 1 when one is as severe as `fail-on`, 2 when something could not be read."""
    from vaulttools.cli_recall import answered, question, remember
    from vaulttools.disk import list_files, read_files, read_keys

    root, config = settings_of(args)
    if args.show_settings:
        return _show_settings(config)
    look, cache = look_of(args, bool(config.select) or config.fail_on == "info"), cache_of(args, root)
    everything = list_files(root)
    mind_inner_vaults(args, root, everything.notes, everything.others, everything.foreign)
    found = _tracked(root, everything) if args.tracked else everything
    say_strays(args, root, config, everything)
    asked = question(args, config, look, found, cache)
    done = answered(asked, lambda: read_keys(root, found, config, args.jobs))
    if done is None:
        from vaulttools.cli_check import checked

        files = read_files(root, found, config, cache is not None)
        done = checked(args, config, look, files, cache)
        remember(asked, b"".join(files.keys.values()), done)
    sys.stderr.write(done.said)
    for text, file in done.reports:
        put(text, file)
    if done.status == 1:
        say_left_out(everything, found)
    return done.status


def _show_settings(config: "Config") -> int:
    from vaulttools.config_text import settings_text

    put(settings_text(config), None)
    return 0


def _tracked(root: str, everything: "Scan") -> "Scan":
    from vaulttools.disk_tracked import only_tracked

    return only_tracked(root, everything)


def map_(args: "Namespace") -> int:
    """Draw the map into a file."""
    from vaulttools.cli_map import page
    from vaulttools.text import counted

    root, config, graph = read_graph(args)
    refuse_if_all_left_out(args, root, graph)
    put(page(args, root, graph, config), args.output)
    say_skipped(graph)
    sys.stderr.write(f"the map of {counted(note_count(graph), 'note')} is in {args.output}\n")
    if args.open:
        _open(args.output)
    return could_not_read(graph)


def _open(file: str) -> None:
    import webbrowser
    from pathlib import Path

    if not webbrowser.open(Path(os.path.realpath(file)).as_uri()):
        sys.stderr.write("no browser could be opened; open that file in one\n")


def topics(args: "Namespace") -> int:
    """Show the topic clusters, and keep them in `topics.lock` where that is asked for."""
    from vaulttools.outputs.topics_text import render_topics_text, topics_json
    from vaulttools.topics import find_topics

    root, _, graph = read_graph(args)
    if args.lock:
        refuse_if_all_left_out(args, root, graph)
    say_if_all_left_out(args, root, graph)
    found = find_topics(graph)
    if args.format == "json":
        from vaulttools.outputs.json_lines import document

        put(document(topics_json(found)), None)
    else:
        put(render_topics_text(found, terminal_width() if sys.stdout.isatty() else None), None)
    if args.lock:
        from vaulttools.cli_topics import write_lock

        write_lock(root, graph.vault, found)
    return could_not_read(graph)


def suggest(args: "Namespace") -> int:
    """Show what could be linked; with --apply, link it."""
    from vaulttools.cli_suggest import answer, split_places

    split_places(args)
    root, _, graph = read_graph(args)
    say_if_all_left_out(args, root, graph)
    put_answer(args, answer(args, graph, root, coloured(sys.stdout)))
    return could_not_read(graph)


def adopt(args: "Namespace") -> int:
    """Make plain files notes of the vault; without --write only say how."""
    from vaulttools.cli_adopt import answer

    root, _, graph = read_graph(args)
    put_answer(args, answer(args, graph, root, coloured(sys.stdout)))
    return could_not_read(graph)


def export(args: "Namespace") -> int:
    """Write the graph for other programs."""
    from vaulttools.outputs import Report

    output = output_named("export", args.format)
    _, _, graph = read_graph(args)
    found = None
    if output.topics and not args.no_topics:
        from vaulttools.topics import find_topics

        found = find_topics(graph)
    put(output.render(Report(graph, topics=found)), args.output)
    say_skipped(graph)
    return could_not_read(graph)


def explain(args: "Namespace") -> int:
    """Say what a check means, or list all; or say why the links of a line lead where they lead."""
    from vaulttools.cli_explain import all_checks, one_check
    from vaulttools.cli_explain_line import is_place

    if args.check and is_place(args.check):
        return _explain_line(args)
    text = one_check(args.check, coloured(sys.stdout)) if args.check else all_checks()
    put(text, None)
    return 0


def _explain_line(args: "Namespace") -> int:
    from vaulttools.cli_explain_line import as_json, as_text, line_reasons
    from vaulttools.outputs.json_lines import document

    args.note = args.check.rpartition(":")[0]
    root, _, graph = read_graph(args)
    reasons = line_reasons(graph, args.check, root)
    found = document(as_json(reasons)) if args.format == "json" else as_text(reasons, coloured(sys.stdout))
    put(found, None)
    return could_not_read(graph)


def conformance(args: "Namespace") -> int:
    """Write the vault that compares our tables with an app; or say where the app's answers differ from ours."""
    from vaulttools.conformance import cases, differences, rows, tables
    from vaulttools.disk import read_text, write_folder

    found = cases(rows(tables()))
    if args.result is None:
        from vaulttools.conformance import fixture

        write_folder(args.folder, fixture(found))
        how = "open it as a vault in Obsidian, run console.js in the developer console, then come back with --result"
        put(f"{len(found)} cases are in {args.folder}; {how}\n", None)
        return 0
    answers = read_text(args.result)
    if answers is None:
        raise VaultError(f"{args.result} does not exist; name the file that console.js gave you")
    wrong = differences(found, answers)
    put("".join(f"{line}\n" for line in wrong) + f"{len(wrong)} of {len(found)} rows differ\n", None)
    return int(bool(wrong))


def init(args: "Namespace") -> int:
    """Write settings, a workflow and a pre-commit hook, where there are none."""
    from vaulttools.cli_init import write_starters

    write_starters(args.vault or os.getcwd())
    return 0


def rename(args: "Namespace") -> int:
    """Rename or move something in the vault, merge notes, or extract a section; every link follows."""
    from vaulttools.cli_plan import carried_out, refuse_unread
    from vaulttools.cli_rename import extracted, merged, planned
    from vaulttools.disk_seen import look

    root, config = settings_of(args)
    seen = look(root)
    graph = graph_of(root, config, 0)
    mind_vaults_of(args, root, graph)
    refuse_unread(graph)
    plan = {"rename": planned, "merge": merged, "extract": extracted}[args.command](args, graph, root)
    put_answer(args, carried_out(args, root, graph, plan, coloured(sys.stdout), seen))
    return 0


def undo(args: "Namespace") -> int:
    """Take back the last change that vaulttools made to the notes."""
    from vaulttools.cli_write import undone

    put_answer(args, undone(args, root_of(args)))
    return 0


def recover(args: "Namespace") -> int:
    """Put right what a run that was cut off left behind."""
    from vaulttools.cli_write import recovered

    put(recovered(root_of(args)), None)
    return 0


def list_(args: "Namespace") -> int:
    """The commands that list something: see `cli_lists`."""
    from vaulttools.cli_lists import listing

    root, _, graph = read_graph(args)
    text, remark = listing(args, graph, root)
    if args.command not in ("links", "backlinks", "aliases"):  # these list what is left out too
        say_if_all_left_out(args, root, graph)
    put(text, None)
    sys.stderr.write(remark)
    return could_not_read(graph)


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
