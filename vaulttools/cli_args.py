"""The arguments of every command. Imports nothing heavy: `--help` has to be quick."""

import argparse
import os

from vaulttools import __version__

_DESCRIPTION = (
    "Check, understand, map and edit an Obsidian vault: no app needed, and no note changes unless you ask."
)
_EPILOG = "Exit status: 0 clean, 1 findings, 2 could not do it. `vaulttools COMMAND --help` says more."
_CHECK_FORMATS = "text, concise, json, jsonl, sarif, github, gitlab, junit, rdjson or markdown"
_EXPORT_FORMATS = "json, csv, dot, gexf or graphml"
_LIST_FORMATS = ("text", "json", "csv", "tsv")


class _Help(argparse.HelpFormatter):
    """Help in the width of the terminal; argparse's own way to find it imports three compressors."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(terminal_width(), 100))
        self._action_max_length = 14  # the names of commands stand deeper than argparse reckons


class _Command(argparse.ArgumentParser):
    """The parser of one command. What it can make nothing of is its own error, with what was probably meant."""

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]
        found, words = super().parse_known_args(args, namespace)
        if words:
            from vaulttools.cli_words import unknown_words

            self.error(unknown_words(self, found, words))
        return found, words


def terminal_width() -> int:
    """The columns of the terminal, 100 where there is none."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(1).columns or 100
    except (OSError, ValueError):
        return 100


def parser(command: str = "") -> argparse.ArgumentParser:
    """The parser of the command line: of one command, or of all where none is named; `command` holds its name.

    Making all takes as long as starting Python.
    """
    top = argparse.ArgumentParser(
        "vaulttools", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=_Help
    )
    top.add_argument("--version", action="version", version=f"vaulttools {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=_Command)
    for add, names in _COMMANDS:
        if not command or command in names.split():
            add(commands)
    return top


def _command(
    commands: "argparse._SubParsersAction[_Command]", name: str, text: str
) -> argparse.ArgumentParser:
    description = f"{text[0].upper()}{text[1:]}."
    return commands.add_parser(
        name, help=text, description=description, formatter_class=_Help, allow_abbrev=False
    )


def _add_vault(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "vault", nargs="?", metavar="VAULT", help="the vault's folder (default: the one you are in)"
    )


def _add_vault_option(command: argparse.ArgumentParser) -> None:
    command.add_argument("--vault", metavar="FOLDER", help="the vault (default: the one you are in)")


def _add_min_score(command: argparse.ArgumentParser, what: str) -> None:
    text = f"the least score of a {what}, 0 to 1 (default: 0.5)"
    command.add_argument("--min-score", type=_score, default=0.5, metavar="X", help=text)


def _score(text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(f"it is from 0 to 1, not {text}")
    return score


def _add_reading(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="processes that read notes (default: as many as pay)"
    )
    command.add_argument(
        "--cache-dir", metavar="DIR", help="where to keep what was read (default: your cache folder)"
    )
    command.add_argument("--no-cache", action="store_true", help="neither use nor keep what was read before")


def _add_check(commands: "argparse._SubParsersAction[_Command]") -> None:
    check = _command(commands, "check", "find broken links and other faults, with a remedy for each")
    _add_vault(check)
    check.add_argument("--format", default="text", metavar="NAME", help=f"{_CHECK_FORMATS} (default: text)")
    check.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="[NAME=]FILE",
        help="write a report into a file, in this format; may be repeated (sarif=out.sarif)",
    )
    check.add_argument(
        "--select", action="append", default=[], metavar="CHECKS", help="run only these checks (a,b,c)"
    )
    check.add_argument(
        "--ignore", action="append", default=[], metavar="CHECKS", help="leave these checks out (a,b,c)"
    )
    check.add_argument(
        "--fail-on",
        choices=("error", "warning", "info"),
        help="the least severity that makes the exit status 1 (default: error)",
    )
    check.add_argument("--statistics", action="store_true", help="count findings instead of showing them")
    check.add_argument("--verbose", action="store_true", help="show hints (severity info) too")
    _add_scope(check)
    check.add_argument(
        "--external",
        action="store_true",
        help="ask the web too: do the pages still exist that the notes link to?",
    )
    _add_fix(check)
    check.add_argument("--show-settings", action="store_true", help="show the settings that apply, and leave")
    check.add_argument("--exit-zero", action="store_true", help="exit with 0 when there are findings")
    _add_reading(check)


def _add_scope(check: argparse.ArgumentParser) -> None:
    """Which files and which findings count."""
    check.add_argument(
        "--tracked", action="store_true", help="only files that git tracks are in the vault (for hooks)"
    )
    check.add_argument(
        "--since", metavar="REV", help="report only what changed for the worse since this git revision"
    )
    check.add_argument(
        "--baseline", metavar="FILE", help="report only what this file of known findings lacks"
    )
    check.add_argument("--baseline-add", action="store_true", help="write new findings into the baseline")
    check.add_argument("--baseline-prune", action="store_true", help="take mended ones out of the baseline")


def _add_fix(check: argparse.ArgumentParser) -> None:
    check.add_argument("--fix", action="store_true", help="mend what can be mended safely, all or nothing")
    check.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: mend what may change a meaning too"
    )
    check.add_argument(
        "--dry-run", action="store_true", help="say what --fix would mend, and where; write nothing"
    )
    check.add_argument(
        "--diff", action="store_true", help="show what --fix would write, as a patch; write nothing"
    )
    check.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit with 1 when something was mended"
    )


def _add_map(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(commands, "map", "draw the vault as an interactive map: one HTML file, offline")
    _add_vault(command)
    command.add_argument(
        "-o", "--output", default="map.html", metavar="FILE", help="the file to write (default: map.html)"
    )
    command.add_argument("--title", help="the map's heading (default: the vault's name)")
    command.add_argument(
        "--redact",
        action="append",
        default=[],
        metavar="WHAT",
        help="keep names and words of notes off the map: '#tag', 'folder/', a property or a note; may be repeated",
    )
    command.add_argument("--compare", metavar="REV", help="show what changed since a git revision")
    command.add_argument("--open", action="store_true", help="show it in the browser")
    _add_reading(command)


def _add_lists(commands: "argparse._SubParsersAction[_Command]") -> None:
    """The commands that Obsidian's own command line has too, with the same names and meanings."""
    for name, text in (
        ("links", "list the files a note links to"),
        ("backlinks", "list the files that link to a note"),
    ):
        command = _command(commands, name, text)
        command.add_argument("note", metavar="NOTE", help="its name, as in a link, or its path")
        _add_vault_option(command)
        _add_list_options(command)
    for name, text in (
        ("unresolved", "list the links that lead to no file"),
        ("orphans", "list the files that nothing links to"),
        ("deadends", "list the files that link to nothing"),
        ("tags", "list all tags"),
        ("aliases", "list all aliases"),
    ):
        command = _command(commands, name, text)
        _add_vault(command)
        _add_list_options(command)
        if name == "tags":
            command.add_argument("--sort", choices=("name", "count"), default="name", help="(default: name)")


def _add_list_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--total", action="store_true", help="say only how many there are")
    command.add_argument("--counts", action="store_true", help="say how often each occurs")
    command.add_argument("--verbose", action="store_true", help="show everything known of each")
    command.add_argument("--format", choices=_LIST_FORMATS, default="text", help="(default: text)")


def _add_topics(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(commands, "topics", "find the topics of a vault: groups of notes densely linked")
    _add_vault(command)
    command.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    command.add_argument(
        "--lock", action="store_true", help="write topics.lock into the vault: ids, names and places stay"
    )
    _add_reading(command)


def _add_suggest(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(
        commands, "suggest", "find what could be linked: names without a link, related notes, broken links"
    )
    _add_vault(command)
    command.add_argument("note", nargs="?", metavar="NOTE", help="only what concerns this note")
    command.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    _add_min_score(command, "mention")
    command.add_argument(
        "--all", action="store_true", help="every mention, not only the first of each name in a note"
    )
    command.add_argument(
        "--apply", action="store_true", help="make the mentions links; `undo` takes them back"
    )
    command.add_argument(
        "--dry-run", action="store_true", help="show what --apply would change, and change nothing"
    )
    command.add_argument("--diff", action="store_true", help="show it as a patch, and change nothing")
    command.add_argument("--verbose", action="store_true", help="show every change")
    _add_reading(command)


def _add_adopt(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(
        commands, "adopt", "make articles and transcript summaries notes of the vault, with links"
    )
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="a text file, in the vault or elsewhere; it stays"
    )
    _add_vault_option(command)
    command.add_argument(
        "--folder",
        metavar="FOLDER",
        help="where in the vault the notes go (default: beside the file, or by kind)",
    )
    command.add_argument("--write", action="store_true", help="write the notes; `undo` takes them out again")
    command.add_argument(
        "--diff", action="store_true", help="show the notes whole, as a patch; write nothing"
    )
    _add_min_score(command, "link")
    _add_reading(command)


def _add_export(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(commands, "export", "write the graph for other programs")
    _add_vault(command)
    command.add_argument(
        "--format", default="json", metavar="NAME", help=f"{_EXPORT_FORMATS} (default: json)"
    )
    command.add_argument("--output", metavar="FILE", help="write it into a file")
    command.add_argument("--no-topics", action="store_true", help="leave topics out, which is quicker")
    _add_reading(command)


def _add_explain(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(
        commands, "explain", "say why the links of a line lead where they lead, or what a check means"
    )
    command.add_argument(
        "check",
        nargs="?",
        metavar="NOTE:LINE | CHECK",
        help="a line of a note, such as Newton.md:12, or a check, such as unresolved-link (default: all checks)",
    )
    _add_vault_option(command)
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="of a line (default: text)"
    )


def _add_rename(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(
        commands,
        "rename",
        "rename or move a note, file, folder, heading, block, tag or property; links follow",
    )
    command.add_argument(
        "old",
        metavar="OLD",
        help="a note or file by name or path, a folder, NOTE#Heading, NOTE#^block, or '#tag'",
    )
    command.add_argument("new", metavar="NEW", help="its new name, or path; 'folder/' moves it there")
    command.add_argument("--property", action="store_true", help="OLD and NEW are names of a property")
    _add_preview(command)
    command = _command(commands, "merge", "put a note at the end of another; links follow")
    command.add_argument("note", metavar="NOTE", help="the note that goes, by name or path")
    command.add_argument("into", metavar="INTO", help="the note that takes its text, properties and links")
    _add_preview(command)
    command = _command(commands, "extract", "take a section out into a note of its own; links follow")
    command.add_argument("section", metavar="NOTE#HEADING", help="a heading, with all that stands below it")
    command.add_argument(
        "new", nargs="?", metavar="NEW", help="the new note (default: called as the heading)"
    )
    _add_preview(command)


def _add_preview(command: argparse.ArgumentParser) -> None:
    _add_vault_option(command)
    _add_dry_run(command)
    command.add_argument("--verbose", action="store_true", help="show every change")


def _add_dry_run(command: argparse.ArgumentParser) -> None:
    command.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    command.add_argument("--diff", action="store_true", help="show it as a patch, and change nothing")


def _add_conformance(commands: "argparse._SubParsersAction[_Command]") -> None:
    command = _command(commands, "conformance", "compare our reading of links with your own Obsidian")
    command.add_argument(
        "folder", metavar="DIR", help="a new folder, for a small vault and a console snippet"
    )
    command.add_argument("--result", metavar="FILE", help="what the snippet gave: say which rows differ")


def _add_rest(commands: "argparse._SubParsersAction[_Command]") -> None:
    for name, text in (
        ("init", "write settings, a GitHub workflow and a pre-commit hook, where there are none"),
        ("undo", "take back the last change that vaulttools made to the notes"),
        ("recover", "put a vault right in which a change was cut off"),
    ):
        command = _command(commands, name, text)
        _add_vault(command)
        if name == "undo":
            _add_dry_run(command)


# In the order in which help shows them.
_COMMANDS = (
    (_add_check, "check"),
    (_add_map, "map"),
    (_add_lists, "links backlinks unresolved orphans deadends tags aliases"),
    (_add_topics, "topics"),
    (_add_suggest, "suggest"),
    (_add_adopt, "adopt"),
    (_add_export, "export"),
    (_add_explain, "explain"),
    (_add_conformance, "conformance"),
    (_add_rename, "rename merge extract"),
    (_add_rest, "init undo recover"),
)
