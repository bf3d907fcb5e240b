"""`check --fix` and `check --diff` as a user runs them: what is written, what is shown, how it ends."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command import run
from tests.repositories import committed, git
from tests.vaults import contents, put, state

ODD = {
    "Newton.md": b"# Life\n",
    "crlf.md": b"[[newton]]\r\n\r\nAnd [[newton|x]].\r\n",
    "no end.md": b"\xef\xbb\xbf[[newton]]",
    "bytes.md": b"caf\xe9 [[newton]] \xff\x00\n\n[[Newton|Newton]]\n",
    'q"uo\ne.md': b"[[newton]]\n",
    "d /e.md": b"[[newton]] \x0c\x85 \xe2\x80\xa8\n",
    os.fsdecode(b"\xff.md"): b"[[newton]]\n",
    "sound.md": b"[[Newton]]\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return put(tmp_path / "v", ODD)


def applied(root: Path, patch: bytes) -> None:
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn"],
        cwd=root,
        input=patch,
        check=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )


def raw_diff(root: Path, *more: str) -> bytes:
    return run_raw("check", root, "--diff", "--verbose", *more)


def run_raw(*arguments: object) -> bytes:
    """What a run writes to stdout, byte for byte."""
    import sys

    from tests.command import ROOT

    return subprocess.run(
        [sys.executable, "-m", "vaulttools", *map(os.fsencode, map(str, arguments))],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    ).stdout


def test_fix_writes_what_is_mended_and_reports_what_is_left(vault: Path) -> None:
    put(vault, {"sound.md": "[[Newton]] [[Gone]]\n"})

    done = run("check", vault, "--fix", "--verbose", "--select", "miscased-link,unresolved-link")

    assert done.status == 1
    assert "sound.md:1:12: error" in done.out
    assert "miscased" not in done.out
    assert done.err.splitlines()[0] == "mended 7 findings in 6 files"
    assert "  2  crlf.md" in done.err
    assert contents(vault)["crlf.md"] == b"[[Newton|newton]]\r\n\r\nAnd [[Newton|x]].\r\n"
    assert contents(vault)["bytes.md"] == b"caf\xe9 [[Newton|newton]] \xff\x00\n\n[[Newton|Newton]]\n"


def test_fixing_again_fixes_nothing(vault: Path) -> None:
    assert run("check", vault, "--fix", "--verbose").status == 0
    before = state(vault)

    assert run("check", vault, "--fix", "--verbose").err.splitlines()[0] == "nothing was mended"
    assert state(vault) == before


def test_what_was_mended_can_be_taken_back(vault: Path) -> None:
    run("check", vault, "--fix", "--verbose")
    assert contents(vault) != ODD

    assert run("undo", vault).status == 0
    assert contents(vault) == ODD


def test_a_diff_writes_nothing(vault: Path) -> None:
    before = state(vault)

    patch = raw_diff(vault, "--select", "redundant-display-text")

    assert patch == (
        b"diff --git a/bytes.md b/bytes.md\n--- a/bytes.md\n+++ b/bytes.md\n@@ -1,3 +1,3 @@\n"
        b" caf\xe9 [[newton]] \xff\x00\n \n-[[Newton|Newton]]\n+[[Newton]]\n"
    )
    assert state(vault) == before


def test_a_dry_run_says_what_fix_says_and_writes_nothing(vault: Path) -> None:
    before = state(vault)

    shown = run("check", vault, "--fix", "--dry-run", "--verbose")

    assert state(vault) == before
    assert shown.status == 1
    assert shown.out == run("check", vault, "--verbose").out
    assert shown.err == run("check", vault, "--dry-run", "--verbose").err
    done = run("check", vault, "--fix", "--verbose")
    assert shown.err.replace("would mend", "mended") == done.err
    again = run("check", vault, "--fix", "--dry-run", "--verbose")
    assert (again.status, again.err) == (0, "nothing would be mended\n")


@pytest.mark.parametrize("other", ["--fix", "--dry-run"])
def test_a_diff_is_shown_whatever_else_is_asked(vault: Path, other: str) -> None:
    before = state(vault)

    assert raw_diff(vault, other) == raw_diff(vault) != b""
    assert state(vault) == before


@pytest.mark.parametrize("place", ["", "notes"])
def test_git_makes_of_the_diff_what_fix_writes(tmp_path: Path, place: str) -> None:
    """Also where the vault is a folder of the repository: the patch starts at the repository's root."""
    git_root = tmp_path / "one"
    put(git_root / place, ODD)
    git(git_root, "init", "-q")
    shutil.copytree(git_root, tmp_path / "other")

    applied(git_root, raw_diff(git_root / place))
    run("check", tmp_path / "other" / place, "--fix", "--verbose")

    assert contents(git_root) == contents(tmp_path / "other") != ODD


@settings(max_examples=12)
@given(
    st.dictionaries(
        st.sampled_from(["a.md", "b c.md", "d/e.md", "é.md"]),
        st.lists(
            st.sampled_from(
                [
                    b"[[newton]]",
                    b"[[Newton|Newton]]",
                    b"[[Isaac]]",
                    b"words",
                    b"\n",
                    b"\r\n",
                    b"\xff",
                    b"`[[newton]]`",
                ]
            ),
            max_size=9,
        ).map(b" ".join),
        min_size=1,
    )
)
def test_git_makes_of_any_diff_what_fix_writes(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as folder:
        one, other = (
            put(Path(folder) / name, {"Newton.md": b"---\naliases: [Isaac]\n---\n", **files})
            for name in ("one", "other")
        )
        patch = raw_diff(one)
        run("check", other, "--fix", "--verbose")
        if patch:
            applied(one, patch)
        assert contents(one) == contents(other)


def test_exit_status_of_fix_and_diff(tmp_path: Path) -> None:
    def status(*options: str, text: str = "[[newton]]\n") -> int:
        root = put(tmp_path / "x", {"Newton.md": "[[Home]]\n", "Home.md": text})
        return run("check", root, "--verbose", *options).status

    assert status("--diff") == 1
    assert status("--diff", "--exit-zero") == 0
    assert status("--diff", text="[[Newton]]\n") == 0
    assert status("--diff", text="[[Gone]]\n") == 1
    assert status("--fix") == 0
    assert status("--fix", "--exit-non-zero-on-fix") == 1
    assert status("--fix", "--exit-non-zero-on-fix", text="[[Newton]]\n") == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--unsafe-fixes", "--verbose"],
            "--unsafe-fixes says which fixes count; add --diff to see them or --fix to make them",
        ),
        (
            ["--dry-run", "--baseline", "b", "--baseline-prune"],
            "mend first, then write the baseline; use --fix and --baseline-add in two runs",
        ),
        (
            ["--unsafe-fixes"],
            "--unsafe-fixes says which fixes count; add --diff to see them or --fix to make them",
        ),
        (
            ["--fix", "--baseline", "b", "--baseline-add"],
            "mend first, then write the baseline; use --fix and --baseline-add in two runs",
        ),
    ],
)
def test_options_that_contradict_are_status_2(vault: Path, options: list[str], said: str) -> None:
    done = run("check", vault, *options)

    assert (done.status, done.err) == (2, f"vaulttools: {said}\n")
    assert contents(vault) == ODD


def test_hints_and_unsafe_fixes_are_mended_on_request_only(tmp_path: Path) -> None:
    home = "---\nup: [[Newton]]\n---\n[[newton]] [[Isaac]]\n"
    root = put(tmp_path / "v", {"Newton.md": "---\naliases: [Isaac]\n---\n", "Home.md": home})

    assert run("check", root, "--diff").err.splitlines() == [
        "would mend 1 finding in 1 file",
        "  1  Home.md",
        "1 more with --verbose, which mends hints too",
        "1 more with --unsafe-fixes",
    ]
    run("check", root, "--fix", "--unsafe-fixes", "--verbose")
    assert contents(root)["Home.md"] == b'---\nup: "[[Newton]]"\n---\n[[Newton|newton]] [[Newton|Isaac]]\n'


def test_what_a_baseline_or_a_revision_knows_is_not_mended(tmp_path: Path) -> None:
    root = tmp_path / "r"
    committed(root, {"Newton.md": "[[Home]]\n", "Home.md": "[[newton]]\n"})
    run("check", root, "--baseline", root / "known", "--baseline-add", "--verbose")
    put(root, {"New.md": "[[newton]] [[Home]]\n"})

    baselined = run("check", root, "--diff", "--verbose", "--baseline", root / "known")
    since = run("check", root, "--diff", "--verbose", "--since", "HEAD")

    assert baselined.out == since.out
    assert "b/New.md" in since.out
    assert "b/Home.md" not in since.out


def test_a_diff_on_a_terminal_is_safe_to_look_at(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    root = put(tmp_path / "v", {"Newton.md": "", "a.md": b"\x1b]52;c;x\x07 [[newton]]\n"})
    leader, follower = pty.openpty()
    import sys

    from tests.command import ROOT

    subprocess.run(
        [sys.executable, "-m", "vaulttools", "check", root, "--diff", "--verbose"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdout=follower,
        stderr=subprocess.DEVNULL,
    )
    os.close(follower)
    shown = os.read(leader, 10_000).decode()
    os.close(leader)

    assert "\x1b" not in shown
    assert "+\\x1b]52;c;x\\x07 [[Newton|newton]]" in shown
