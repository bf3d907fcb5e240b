"""The command line as a process: what it prints, where, and how it ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, run
from tests.repositories import git
from tests.vaults import put
from vaulttools import cli
from vaulttools.cli_args import parser

HEAVY = {
    "networkx", "pyvis", "numpy", "scipy", "yaml", "frontmatter", "tomllib", "json", "dataclasses", "inspect",
    "shutil", "pathlib", "hashlib", "pickle", "csv", "webbrowser", "asyncio",
    "vaulttools.cli_words", "httpx", "httpcore", "http", "urllib", "email", "ipaddress", "ssl", "socket",
}  # fmt: skip


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Two good notes, one with an unresolved link."""
    return put(
        tmp_path / "v",
        {
            ".obsidian/app.json": "{}",
            "Home.md": "---\naliases: [Start, Top]\ntags: [moc]\n---\n[[Newton]] [[Newton|he]] [[Gone]]\n",
            "people/Newton.md": "Back [[Home]]. #Person/dead\n\n#person/alive\n",
            "people/Alone.md": "No links.\n",
        },
    )


def test_status_0_when_clean_1_with_findings_2_when_it_cannot_be_done(vault: Path) -> None:
    assert run("check", vault).status == 1
    assert run("check", vault / "people", "--ignore", "unresolved-link").status == 0
    assert run("check", vault / "nowhere").status == 2


@pytest.mark.parametrize(
    "command", ["check", "unresolved", "orphans", "deadends", "tags", "aliases", "export"]
)
@pytest.mark.parametrize("wrong", ["missing", "file.md", "empty"])
def test_what_is_no_vault_gets_one_clear_line(tmp_path: Path, command: str, wrong: str) -> None:
    put(tmp_path, {"file.md": "", "empty/i.png": ""})

    done = run(command, tmp_path / wrong)

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("vaulttools: ")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["check", "--nonsense"],
        ["check", "--jobs", "x"],
        ["links"],
        ["check", "--format", "x", "."],
        [],
    ],
)
def test_wrong_arguments_are_status_2(arguments: list[str], vault: Path) -> None:
    done = run(*arguments, cwd=vault)

    assert (done.status, done.out) == (2, "")
    assert done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("check --fxi", "there is no option --fxi; did you mean --fix?"),
        ("check --fromat json", "there is no option --fromat; did you mean --format?"),
        ("unresolved --fromat=csv", "there is no option --fromat; did you mean --format?"),
        ("undo --dryrun", "there is no option --dryrun; did you mean --dry-run?"),
        ("check --verb", "there is no option --verb; did you mean --verbose?"),
        ("tags --zzz", "there is no option --zzz"),
        ("rename Home Top people", "name the vault with --vault: --vault people"),
        ("backlinks Home people", "name the vault with --vault: --vault people"),
        (
            "backlinks Home people --vault .",
            "'people' is one word too many; put options last, and a name with blanks in quotes",
        ),
        (
            "links My note",
            "'note' is one word too many; put options last, and a name with blanks in quotes",
        ),
        ("map --vault people", "name the vault's folder without --vault here"),
    ],
)
def test_a_word_that_a_command_does_not_know_is_met_with_the_nearest(
    vault: Path, arguments: str, said: str
) -> None:
    command = arguments.split()[0]

    done = run(*arguments.split(), cwd=vault)

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"usage: vaulttools {command} ")
    assert done.err.endswith(f"\nvaulttools {command}: error: {said}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "there is no command 'chekc'; did you mean 'check'? "),
        (["bakclinks", "Home"], "there is no command 'bakclinks'; did you mean 'backlinks'? "),
        (["topic"], "there is no command 'topic'; did you mean 'topics'? "),
        (["zzz", "."], "there is no command 'zzz'; "),
        ([""], "there is no command ''; "),
        (["\x1b[31m"], "there is no command '\\x1b[31m'; "),
        (["people"], "'people' is a folder; name a command first: vaulttools check people; "),
        (["--vault", ".", "check"], "'--vault' stands before the command; name that first: "),
        (["--", "check"], "'--' stands before the command; name that first: "),
    ],
)
def test_what_is_no_command_is_one_line_with_the_nearest(
    vault: Path, arguments: list[str], said: str
) -> None:
    done = run(*arguments, cwd=vault)

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"vaulttools: {said}")
    assert done.err.endswith("`vaulttools --help` lists all commands\n")
    assert len(done.err.splitlines()) == 1


def test_options_of_the_whole_may_be_short() -> None:
    for option in ("-h", "--he", "--vers", "--version"):
        assert run(option).status == 0


def test_one_command_reads_its_arguments_as_all_together_do() -> None:
    needed = {
        "links": ["N"],
        "backlinks": ["N"],
        "rename": ["A", "B"],
        "merge": ["A", "B"],
        "extract": ["A#B"],
    }
    needed |= {"adopt": ["F"], "conformance": ["D"]}
    for command in cli.COMMANDS:
        words = [command, *needed.get(command, [])]
        assert parser(command).parse_args(words) == parser().parse_args(words)


def test_findings_go_to_stdout_and_nothing_to_stderr(vault: Path) -> None:
    done = run("check", vault)

    assert done.lines[0].startswith("Home.md:5:26: error: no note is named 'Gone'; ")
    assert done.lines[-1].startswith("1 error in 3 notes and 4 links")
    assert done.err == ""


def test_the_vault_defaults_to_the_one_the_current_folder_lies_in(vault: Path) -> None:
    assert run("check", cwd=vault / "people").out == run("check", vault).out


def test_exit_zero_hides_findings_but_no_failure(vault: Path) -> None:
    assert run("check", vault, "--exit-zero").status == 0
    assert run("check", vault / "nowhere", "--exit-zero").status == 2


def test_fail_on_sets_what_is_bad_enough(vault: Path) -> None:
    assert run("check", vault, "--ignore", "unresolved-link", "--fail-on", "info").status == 1
    assert run("check", vault, "--ignore", "unresolved-link").status == 0


def test_select_and_ignore_take_lists(vault: Path) -> None:
    done = run("check", vault, "--select", "orphan-note,unresolved-link", "--ignore", "unresolved-link")

    assert done.lines[0].startswith("people/Alone.md:1:1: info: ")


def test_an_unknown_check_or_format_is_refused_with_what_is_known(vault: Path) -> None:
    assert "did you mean 'orphan-note'?" in run("check", vault, "--select", "orphan-notes").err
    assert "known are concise, github" in run("check", vault, "--format", "xml").err


def test_json_goes_to_a_file_whole(vault: Path, tmp_path: Path) -> None:
    done = run("check", vault, "--format", "json", "--output", tmp_path / "out.json")

    assert (done.status, done.out) == (1, "")
    assert json.loads((tmp_path / "out.json").read_text())["summary"]["errors"] == 1


def test_an_output_never_replaces_a_note(vault: Path) -> None:
    done = run("check", vault, "--output", vault / "Home.md")

    assert done.status == 2
    assert "is a note" in done.err
    assert (vault / "Home.md").read_text().startswith("---")


def test_settings_apply_and_odd_ones_are_refused(vault: Path) -> None:
    put(vault, {"vaulttools.toml": 'ignore = ["unresolved-link"]\nfail-on = "info"\n'})
    assert run("check", vault).status == 1
    assert run("check", vault, "--fail-on", "error").status == 0

    put(vault, {"vaulttools.toml": "exlude = []\n"})
    done = run("check", vault)
    assert done.status == 2
    assert done.err.endswith("vaulttools.toml: unknown key 'exlude'; did you mean 'exclude'?\n")


def test_links_lists_the_files_a_note_links_to(vault: Path) -> None:
    assert run("links", "Home", cwd=vault).lines == ["people/Newton.md"]
    assert run("links", "home", "--vault", vault, "--verbose").lines == [
        "people/Newton.md\t2\tyes",
        "Gone\t1\tno",
    ]


def test_a_note_is_named_as_in_a_link_or_by_its_path(vault: Path) -> None:
    for name, cwd in [
        ("Newton", vault),
        ("newton.md", vault),
        ("people/Newton", vault),
        ("people/Newton.md", vault),
        ("Newton.md", vault / "people"),
        ("v/people/Newton.md", vault.parent),
    ]:
        assert run("backlinks", name, cwd=cwd).lines == ["Home.md"], name


def test_an_unknown_note_is_said_with_the_nearest(vault: Path) -> None:
    done = run("links", "Newtn", cwd=vault)

    assert (done.status, done.err) == (2, "vaulttools: no note is named 'Newtn'; did you mean 'Newton'?\n")


def test_backlinks_are_counted(vault: Path) -> None:
    assert run("backlinks", "Newton", "--counts", cwd=vault).lines == ["Home.md\t2"]
    assert run("backlinks", "Newton", "--total", cwd=vault).lines == ["1"]


def test_unresolved_is_as_in_obsidian(vault: Path) -> None:
    assert run("unresolved", vault).lines == ["Gone"]
    assert json.loads(run("unresolved", vault, "--format", "json").out) == [
        {"link": "Gone", "count": 1, "sources": "Home.md"}
    ]
    assert run("unresolved", vault, "--format", "csv", "--counts").lines == ["link,count", "Gone,1"]


def test_nothing_to_list_is_said_on_stderr(vault: Path) -> None:
    (vault / "Home.md").write_text("[[Newton]]")

    done = run("unresolved", vault)

    assert (done.status, done.out, done.err) == (0, "", "no unresolved links\n")
    assert run("unresolved", vault, "--format", "json").out == "[]\n"


def test_orphans_and_dead_ends(vault: Path) -> None:
    assert run("orphans", vault).lines == ["people/Alone.md"]
    assert run("deadends", vault).lines == ["people/Alone.md"]


def test_aliases_with_their_notes(vault: Path) -> None:
    assert run("aliases", vault).lines == ["Start", "Top"]
    assert run("aliases", vault, "--verbose", "--format", "tsv").lines == [
        "alias\tpath",
        "Start\tHome.md",
        "Top\tHome.md",
    ]


def test_lists_pass_over_what_is_excluded(vault: Path) -> None:
    put(vault, {"vaulttools.toml": 'exclude = ["Home.md"]\n'})

    assert run("aliases", vault).out == ""


def test_settings_stand_in_their_own_order(vault: Path) -> None:
    names = ["orphan-note", "dead-end", "empty-note", "duplicate-heading", "isolated-note"]
    put(vault, {"vaulttools.toml": f"ignore = {json.dumps(names)}\n"})

    said = {
        run(
            "check", vault, "--show-settings", "--select", "empty-note", env={"PYTHONHASHSEED": str(seed)}
        ).out
        for seed in range(3)
    }

    assert len(said) == 1
    names.remove("empty-note")
    assert f"ignore = {json.dumps(names)}" in said.pop()


@pytest.mark.parametrize("columns", ["0", "-5", "3", "x", ""])
def test_a_terminal_of_any_width_is_written_to(vault: Path, columns: str) -> None:
    assert run("check", vault, env={"COLUMNS": columns}).status in (0, 1)


def test_tags_count_for_the_tags_above_them_too(vault: Path) -> None:
    assert run("tags", vault, "--counts").lines == [
        "#moc\t1",
        "#Person\t2",
        "#Person/alive\t1",
        "#Person/dead\t1",
    ]
    assert run("tags", vault, "--sort", "count").lines[0] == "#Person"


def test_cells_of_a_table_are_no_formulas(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "[[=1+1]] [[@me]]"})

    assert run("unresolved", tmp_path, "--format", "csv").lines == ["link", "'=1+1", "'@me"]


def test_explain_lists_checks_and_tells_of_one(vault: Path) -> None:
    assert any(line.startswith("unresolved-link ") for line in run("explain").lines)
    assert "mended by a fix" in run("explain", "miscased-link").out
    assert "did you mean 'orphan-note'?" in run("explain", "orphan-nte").err
    assert "name a line of a note as NOTE:LINE" in run("explain", "My first note").err


def test_explain_tells_of_a_line(tmp_path: Path) -> None:
    put(tmp_path, {"a/N.md": "x", "s.md": "\n[[N]] `[[M]]`", ".obsidian/app.json": "{}"})

    text = run("explain", "s.md:2", cwd=tmp_path)
    data = json.loads(run("explain", "s:2", "--vault", tmp_path, "--format", "json").out)

    assert text.status == 0 and "[[N]] (column 1) goes to a/N.md" in text.out
    assert [link["target"] for link in data["links"]] == ["a/N.md"]
    assert [one["written"] for one in data["look_alikes"]] == ["[[M]]"]
    assert run("explain", "s.md:9", "--vault", tmp_path).status == 2


def test_conformance_writes_a_vault_once_and_reads_a_result(tmp_path: Path) -> None:
    folder, result = tmp_path / "new", put(tmp_path, {"r.json": "{}"}) / "r.json"

    assert run("conformance", folder).status == 0 and (folder / "console.js").is_file()
    assert "not empty" in run("conformance", folder).err
    assert run("conformance", folder, "--result", result).status == 2


def test_colours_only_where_they_are_wanted(vault: Path) -> None:
    assert "\x1b[" not in run("check", vault).out
    assert "\x1b[" in run("check", vault, env={"FORCE_COLOR": "1"}).out


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
@pytest.mark.parametrize(
    ("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colours(vault: Path, env: dict[str, str], coloured: bool) -> None:
    import pty

    outer, inner = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    subprocess.run(
        [sys.executable, "-m", "vaulttools", "check", str(vault)],
        stdout=inner,
        env={**clean, "TERM": "xterm", "PYTHONPATH": str(ROOT), **env},
        timeout=60,
    )
    os.close(inner)
    assert (b"\x1b[" in os.read(outer, 10_000)) is coloured
    os.close(outer)


def test_bad_input_is_a_finding_or_a_skip_and_the_rest_is_checked(vault: Path) -> None:
    put(
        vault,
        {
            "yaml.md": "---\na: [\n\tb: {{x}}\n---\n[[Home]]\n",
            "bytes.md": b"\xff\xfe\x00 [[Gone2]] \x80\n",
            "x.md/inner.md": "[[Gone3]]",
            "line\nbreak.md": "[[Gone4]]",
            "\x1b]0;evil\x07.md": "[[Gone5]]",
            "empty.md": "",
            "bom.md": b"\xef\xbb\xbf[[Gone6]]\r\n",
        },
    )
    (vault / "loop").symlink_to(vault)

    done = run("check", vault)

    assert done.status == 1
    for number in range(2, 7):
        assert f"'Gone{number}'" in done.out
    assert "skipped: loop: a symbolic link" in done.out
    assert "\x1b" not in done.out
    assert "line\\nbreak.md:1:1: error:" in done.out


def test_undecodable_names_are_shown_and_every_parser_reads_the_json(vault: Path) -> None:
    handle = os.open(os.fsencode(vault) + b"/bad\xff.md", os.O_WRONLY | os.O_CREAT)
    os.write(handle, b"[[Nope]]")
    os.close(handle)

    for locale in ("C", "C.UTF-8", "POSIX"):
        done = run("check", vault, env={"LC_ALL": locale, "PYTHONIOENCODING": "ascii"})
        assert "bad\\xff.md:1:1: error:" in done.out
    data = json.loads(run("check", vault, "--format", "json").out)
    assert "bad\ufffd.md" in {item["path"] for item in data["findings"]}


def test_a_hundred_thousand_links_in_a_note(tmp_path: Path) -> None:
    put(tmp_path, {"Home.md": "[[Nowhere]] [[#Top]]\n" * 50_000 + "# Top\n"})

    done = run("check", tmp_path, "--statistics")

    assert done.lines == ["50000  unresolved-link  error", "", "50,000 errors in 1 note and 100,000 links"]


def test_a_closed_pipe_is_silent(vault: Path) -> None:
    put(vault, {f"n{number}.md": "[[Nowhere]]\n" * 200 for number in range(50)})
    command = '"$1" -m vaulttools check "$2" | head -1'
    done = subprocess.run(
        ["/bin/sh", "-c", command, "sh", sys.executable, vault],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_status_2(vault: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "vaulttools", "check", str(vault)],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_interrupt_is_status_130(vault: Path) -> None:
    code = (
        "import sys, os, signal\n"
        "from vaulttools import disk, __main__\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def list_files(*_): os.kill(os.getpid(), signal.SIGINT)\n"
        "disk.list_files = list_files\n"
        "sys.argv = ['vaulttools', 'check', sys.argv[1]]\n"
        "__main__.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(vault)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, b"")


def test_a_crash_is_status_2_with_its_traceback(vault: Path) -> None:
    code = (
        "import sys\n"
        "from vaulttools import cli, __main__\n"
        "cli.main = lambda arguments: 1 // 0\n"
        "__main__.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(vault)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert done.returncode == 2
    assert b"ZeroDivisionError" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["check", "--help"], set()),
        (["check", "VAULT"], set()),
        (["links", "Home", "--vault", "VAULT"], set()),
        (["unresolved", "VAULT"], set()),
        (["explain", "orphan-note"], set()),
        (["check", "VAULT", "--format", "json"], {"json", "hashlib"}),
    ],
)
def test_a_command_imports_nothing_it_does_not_need(
    tmp_path: Path, arguments: list[str], allowed: set[str]
) -> None:
    put(tmp_path, {"Home.md": "# Hello\n[[Home]]\n"})
    code = (
        "import sys, io, atexit\n"
        "from vaulttools import cli\n"
        "out, sys.stdout = sys.stdout, io.StringIO()\n"
        "try:\n    cli.main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "out.write(' '.join(sys.modules))\n"
    )
    given = [str(tmp_path) if argument == "VAULT" else argument for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-c", code, *given],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert HEAVY & set(done.stdout.split()) <= allowed


def test_the_same_vault_gives_the_same_bytes_whatever_the_seed_and_the_processes(vault: Path) -> None:
    put(
        vault, {f"n{number}.md": f"[[n{number + 1}]] [[Nowher{number}]] #t{number}\n" for number in range(40)}
    )
    seen = {
        (command, run(*command, env={"PYTHONHASHSEED": seed, "LC_ALL": locale}).out)
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
        for command in (
            ("check", vault, "--jobs", "1"),
            ("check", vault, "--jobs", "3", "--verbose"),
            ("check", vault, "--format", "json"),
            ("export", vault, "--no-topics"),
            ("tags", vault, "--counts"),
        )
    }

    assert len(seen) == 5
    assert run("check", vault, "--jobs", "1").out == run("check", vault, "--jobs", "3").out


def test_a_closed_stdout_and_a_deleted_folder_are_said(vault: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    for script, message in [
        ('exec "$1" -m vaulttools check "$2" >&-', "standard output is closed"),
        ('cd "$3" && rmdir "$3" && exec "$1" -m vaulttools check', "has been deleted"),
    ]:
        done = subprocess.run(
            ["/bin/sh", "-c", script, "sh", sys.executable, vault, gone],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 2
        assert message in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_map_is_opened_by_its_address_or_it_is_said_that_no_browser_was(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: bool(opened.append(url)))
    file = vault / "C# 100%.html"

    assert cli.main(["map", str(vault), "-o", str(file), "--open"]) == 0
    assert opened == [file.as_uri()]
    assert capsys.readouterr().err.endswith("no browser could be opened; open that file in one\n")


def test_a_map_keeps_redacted_notes_back(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "Open.md": "[[Quince]] [[Medlar]] [[Damson]]\n",
            "Quince.md": "#private\n",
            "Diary/Medlar.md": "",
            "Damson.md": "---\nsecret: true\n---\n",
        },
    )
    file = tmp_path / "map.html"

    done = run(
        "map", tmp_path, "-o", file, "--redact", "#private", "--redact", "Diary/", "--redact", "secret"
    )

    page = file.read_text(encoding="utf-8")
    assert done.status == 0
    assert "Open" in page
    assert not [name for name in ("Quince", "Medlar", "Damson", "Diary") if name in page]


def test_redaction_that_hides_nothing_is_an_error_and_what_it_hides_is_said(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "Open.md": "[[Quince]]\n",
            "Quince.md": "---\ntitle: one: two\ntags: [private]\n---\nMedlar\n",
            "Diary/Damson.md": "#private\n",
        },
    )
    file = tmp_path / "map.html"

    for word, meant in (("#privat", "#private"), ("Dairy/", "Diary/")):
        done = run("map", tmp_path, "-o", file, "--redact", word)
        assert done.status == 2
        assert f"--redact '{word}' names no note or file" in done.err
        assert f"did you mean '{meant}'?" in done.err
        assert not file.exists()

    done = run("map", tmp_path, "-o", file, "--redact", "#private")
    page = file.read_text(encoding="utf-8")
    assert done.status == 0
    assert "2 of 3 notes are hidden, 1 of them because properties cannot be read: Quince.md" in done.err
    assert not [name for name in ("Quince", "Medlar", "Damson") if name in page]


def test_a_map_shows_what_changed_since_a_revision(tmp_path: Path) -> None:
    put(tmp_path, {"Home.md": "[[Old]]\n", "Old.md": "[[Home]]\n"})

    def commit(day: str) -> None:
        for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x", "--date", day]):
            git(tmp_path, *words)

    commit("2010-01-01T12:00:00")
    put(tmp_path, {"Old.md": "[[Home]] again\n"})
    commit("2011-01-01T12:00:00")
    put(tmp_path, {"Home.md": "[[Old]] [[New]]\n", "New.md": "[[Home]]\n"})
    commit("2011-01-01T12:00:00")
    plain, compared = tmp_path / "plain.html", tmp_path / "compared.html"

    assert run("map", tmp_path, "-o", plain).status == 0
    assert run("map", tmp_path, "-o", compared, "--compare", "HEAD~1").status == 0

    assert "HEAD" in compared.read_text(encoding="utf-8")
    # In no property stands a day: the timeline has those of the commits.
    assert '"days":{"first":14610,"since":[0,365,0]}' in plain.read_text(encoding="utf-8")
    assert "HEAD" not in plain.read_text(encoding="utf-8")
    missing = run("map", tmp_path, "-o", plain, "--compare", "nowhere")
    assert missing.status == 2
