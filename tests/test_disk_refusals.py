"""What writing refuses: links that lead out, read-only files, a held lock, a planted journal, a full disk."""

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.edit_scene import contents, lay_out, look, strays
from tests.repositories import git
from vaulttools import cli, disk_seen, disk_write
from vaulttools.disk_arrivals import check_arrivals
from vaulttools.disk_write import MOST_UNDO, recover, undo, write_plan
from vaulttools.edit import Edit, Move, Plan
from vaulttools.errors import VaultError
from vaulttools.journal import Journal, Step, from_text, to_text
from vaulttools.text import Span, decode

ROOT = Path(__file__).parents[1]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lay_out(tmp_path / "vault", {"a.md": b"a", "b.md": b"b", "d/c.md": b"c"})
    return tmp_path / "vault"


def write(root: Path, plan: Plan) -> tuple[str, ...]:
    texts = {path: decode(data) for path, data in contents(look(root)).items()}
    return write_plan(str(root), texts, plan).remarks


def edit(path: str, new: str = "x") -> Edit:
    return Edit(path, Span(0, 0), new)


def refused(root: Path, plan: Plan, why: str) -> None:
    before = look(root)
    with pytest.raises(VaultError, match=why):
        write(root, plan)
    assert look(root) == before
    assert not strays(root)


def change(root: Path, how: str) -> None:
    if how == "is new":
        (root / "d" / "phone.md").write_text("[[a]]")
    elif how == "is gone":
        (root / "b.md").unlink()
    elif how == "was saved":
        (root / "b.md").write_text("[[a]] now")


@pytest.mark.parametrize("how", ["is new", "is gone", "was saved", ""])
@pytest.mark.parametrize("when", ["before", "between"])
def test_a_vault_that_changed_since_it_was_read_is_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch, how: str, when: str
) -> None:
    seen = disk_seen.look(str(root))
    plan = Plan("rename", (edit("d/c.md", "[[M]]"),), (Move("a.md", "M.md"),), (("new.md", "n"),))
    texts = {"a.md": "a", "d/c.md": "c"}
    if when == "before":
        change(root, how)
    else:
        run = disk_write._run
        monkeypatch.setattr(disk_write, "_run", lambda *given: (run(*given), change(root, how)))

    if how:
        with pytest.raises(
            VaultError, match=f"{how} since the vault was read.*nothing was changed.*run it again"
        ):
            write_plan(str(root), texts, plan, seen)
    else:
        write_plan(str(root), texts, plan, seen)

    moved = {path.name for path in root.rglob("*.md")} & {"a.md", "M.md", "new.md"}
    assert moved == ({"a.md"} if how else {"M.md", "new.md"})
    assert (root / "d" / "c.md").read_text() == ("c" if how else "[[M]]c")
    assert not strays(root)


@pytest.mark.parametrize("name", ["c.canvas", "c.base", "topics.lock"])
def test_a_canvas_or_base_that_was_saved_meanwhile_may_hold_links(root: Path, name: str) -> None:
    (root / name).write_text("{}")
    seen = disk_seen.look(str(root))
    (root / name).write_text('{"nodes": []}')

    with pytest.raises(VaultError, match=f"'{name}' was saved since the vault was read"):
        write_plan(str(root), {"a.md": "a"}, Plan("edit", (edit("a.md"),)), seen)


def test_a_name_alone_counts_of_what_holds_no_link(root: Path) -> None:
    (root / "i.png").write_bytes(b"1")
    seen = disk_seen.look(str(root))
    (root / "i.png").write_bytes(b"22")
    (root / ".obsidian").mkdir()

    write_plan(str(root), {"a.md": "a"}, Plan("edit", (edit("a.md"),)), seen)

    assert (root / "a.md").read_text() == "xa"


def test_a_symbolic_link_stays_one(root: Path) -> None:
    (root / "link.md").symlink_to("d/c.md")

    write(root, Plan("edit", (edit("link.md"),)))

    assert (root / "link.md").is_symlink()
    assert (root / "d" / "c.md").read_bytes() == b"xc"
    (root / "at.md").symlink_to("d/c.md")
    for link in ("at.md", "link.md"):
        pair = " and ".join(f"'{path}'" for path in sorted((link, "d/c.md")))
        refused(root, Plan("edit", (edit(link, "y"), edit("d/c.md", "z"))), f"^{pair} are one file")
    refused(root, Plan("move", moves=(Move("link.md", "d/link.md"),)), "would lead elsewhere")
    write(root, Plan("move", (edit("a.md"),), (Move("link.md", "other.md"),)))
    assert (root / "other.md").is_symlink()


def test_a_symbolic_link_out_of_the_vault_is_not_written_through(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    lay_out(outside, {"secret.md": b"s"})
    (root / "link.md").symlink_to(outside / "secret.md")
    (root / "folder").symlink_to(outside)

    refused(root, Plan("edit", (edit("link.md"), edit("a.md"))), "leads out of the vault")
    refused(root, Plan("move", moves=(Move("folder/secret.md", "here.md"),)), "behind a symbolic link")
    assert (outside / "secret.md").read_bytes() == b"s"


def test_a_hard_link_is_parted_with_a_remark(root: Path, tmp_path: Path) -> None:
    (tmp_path / "twin.md").hardlink_to(root / "a.md")

    remarks = write(root, Plan("edit", (edit("a.md"),)))

    assert ["'a.md' had other names" in remark for remark in remarks] == [True]
    assert (tmp_path / "twin.md").read_bytes() == b"a"
    assert undo(str(root)).remarks == ()
    assert (tmp_path / "twin.md").samefile(root / "a.md")


def test_a_read_only_file_is_not_written_but_may_move(root: Path) -> None:
    (root / "a.md").chmod(0o444)

    refused(root, Plan("edit", (edit("a.md"), edit("b.md"))), "'a.md' is read-only")
    (root / "b.md").chmod(0o555)
    refused(root, Plan("edit", (edit("b.md"),)), "'b.md' is read-only")
    write(root, Plan("move", moves=(Move("a.md", "d/a.md"),)))

    assert (root / "d" / "a.md").stat().st_mode & 0o777 == 0o444


def test_a_file_of_somebody_else_is_not_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda file, mode: (Path(file).name, mode) != ("a.md", os.W_OK))

    refused(root, Plan("edit", (edit("a.md"), edit("b.md"))), "'a.md' is read-only")


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes on this system")
def test_extended_attributes_are_kept(root: Path) -> None:
    try:
        os.setxattr(root / "a.md", "user.colour", b"green")
    except OSError:
        pytest.skip("no extended attributes on this disk")

    write(root, Plan("edit", (edit("a.md"),)))

    assert os.getxattr(root / "a.md", "user.colour") == b"green"


@pytest.mark.parametrize("path", [".git/hooks/pre-commit", ".obsidian/app.json", "d/.hidden.md"])
def test_hidden_files_are_out_of_reach(root: Path, path: str) -> None:
    lay_out(root, {path: b"1"})

    refused(root, Plan("edit", (edit(path),)), "is hidden")
    refused(root, Plan("move", moves=(Move("a.md", f"{path}/x.md"),)), "hides it|is there already|hidden")


def test_bookmarks_can_be_edited(root: Path) -> None:
    lay_out(root, {".obsidian/bookmarks.json": b"{}"})

    write(root, Plan("edit", (edit(".obsidian/bookmarks.json", " "),)))

    assert (root / ".obsidian" / "bookmarks.json").read_bytes() == b" {}"


@pytest.fixture
def holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the vault's lock until its input ends."""
    code = f"from vaulttools.disk_lock import locked\nwith locked({str(root)!r}, 'rename x'): print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_one_process_writes_at_a_time(root: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(VaultError, match=f'"rename x", process {holder.pid} on .*, since .*; run it again'):
        write(root, Plan("edit", (edit("a.md"),)))
    holder.kill()
    holder.wait()
    write(root, Plan("edit", (edit("a.md"),)))


def test_the_lock_of_another_computer_is_never_taken_over(root: Path) -> None:
    lay_out(
        root, {".vaulttools/lock": json.dumps({"process": 1, "host": "elsewhere", "since": "then"}).encode()}
    )

    refused(root, Plan("edit", (edit("a.md"),)), r"process 1 on elsewhere.*delete \.vaulttools/lock")


@pytest.mark.parametrize(
    "step",
    [
        Step("move", "../../x", "a2.md"),
        Step("move", ".git/config", "../../out"),
        Step("swap", ".git/hooks/pre-commit", ".vaulttools/work/0"),
        Step("mkdir", "../outside"),
        Step("move", ".vaulttools/work/../../../x", "y.md"),
    ],
)
def test_a_planted_journal_reaches_nothing_outside(root: Path, step: Step) -> None:
    journal = Journal("planted", (step,), (), ())
    lay_out(
        root,
        {
            ".git/config": b"",
            ".vaulttools/work/0": b"evil",
            ".vaulttools/work/journal.json": to_text(journal).encode(),
        },
    )
    before = look(root.parent)

    with pytest.raises(VaultError, match=r"is hidden|no path inside"):
        recover(str(root))

    assert look(root.parent) == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', "nonsense", '{"schema": 1, "title": 3}'])
def test_a_journal_that_makes_no_sense_is_said(root: Path, text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)
    lay_out(root, {".vaulttools/work/journal.json": text.encode()})
    with pytest.raises(VaultError, match=r"journal\.json is no journal: .*look what lies beside it"):
        write(root, Plan("edit", (edit("a.md"),)))


def test_journals_keep_names_that_are_not_utf_8() -> None:
    journal = Journal(
        "t\udcff", (Step("move", "\udcff.md", "ü\n.md", "m"),), (("a", "b"),), (), ("x",), (("c", "d"),)
    )

    assert from_text(to_text(journal)) == journal


def test_our_folder_of_symbolic_links_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (root / ".vaulttools").symlink_to(tmp_path / "out")

    with pytest.raises(VaultError, match="is a symbolic link"):
        write(root, Plan("edit", (edit("a.md"),)))
    assert not list((tmp_path / "out").iterdir())


def test_so_many_changes_can_be_taken_back_and_no_more(root: Path) -> None:
    for number in range(MOST_UNDO + 3):
        write(root, Plan(f"edit {number}", (edit("a.md"),)))
    for _ in range(MOST_UNDO):
        undo(str(root))

    assert (root / "a.md").read_bytes() == b"xxxa"
    with pytest.raises(VaultError, match="nothing to undo"):
        undo(str(root))


def test_git_sees_nothing_of_ours(root: Path) -> None:
    for words in (["init", "-q"], ["add", "-A"]):
        git(root, *words)

    write(root, Plan("edit", (edit("a.md"),)))

    assert ".vaulttools" not in git(root, "status", "--short")


def run(root: Path, size: int | None = None) -> subprocess.CompletedProcess[str]:
    """Write the great plan in a process that may write files of this many bytes at most."""
    limit = (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))) if size else None
    words = [sys.executable, "-m", "tests.edit_scene", "write", str(root)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit)


def test_a_limit_on_the_size_of_files_leaves_all_as_it_was(tmp_path: Path) -> None:
    from tests.edit_scene import expected, files

    big = {**files(3), "notes/0/Big.md": b"[[Hub]] " * 3000}
    lay_out(tmp_path / "vault", big)
    before = look(tmp_path / "vault")

    done = run(tmp_path / "vault", 16_000)

    assert (done.returncode, "EFBIG" in done.stderr) == (2, True), done.stderr
    assert look(tmp_path / "vault") == before
    assert not strays(tmp_path / "vault")
    assert run(tmp_path / "vault").returncode == 0
    assert contents(look(tmp_path / "vault")) == expected(big)


def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path) -> None:
    from tests.edit_scene import expected, files

    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("may not mount a small disk here")
    try:
        content = {**files(12), "ballast": b"x" * 130_000}
        lay_out(disk / "vault", content)
        before = look(disk / "vault")
        done = run(disk / "vault")
        assert (done.returncode, "ENOSPC" in done.stderr) == (2, True), done.stderr
        assert look(disk / "vault") == before
        (disk / "vault" / "ballast").unlink()
        del content["ballast"]
        assert run(disk / "vault").returncode == 0
        assert contents(look(disk / "vault")) == expected(content)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_the_commands_say_what_they_did(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, Plan("rename a to e", (edit("b.md"),), (Move("a.md", "e.md"),)))

    assert cli.main(["undo", str(root)]) == 0
    assert capsys.readouterr().out == (
        "moved   e.md → a.md\nedited  b.md\nundo of rename a to e: 1 moved, 1 edited\n"
    )
    assert cli.main(["undo", str(root)]) == 2
    assert "nothing to undo" in capsys.readouterr().err
    assert cli.main(["recover", str(root)]) == 0
    assert capsys.readouterr().out == "nothing to recover: no change of this vault was cut off\n"


def test_a_change_that_was_cut_off_is_told_and_taken_back(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = look(root)
    write(root, Plan("rename", (edit("a.md"),), (Move("b.md", "e.md"),)))
    (root / ".vaulttools" / "undo" / "1").rename(root / ".vaulttools" / "work")

    assert cli.main(["tags", str(root)]) == 0
    assert "was cut off; see `vaulttools recover`" in capsys.readouterr().err
    assert cli.main(["recover", str(root)]) == 0

    assert capsys.readouterr().out == '"rename" had been cut off; all of it was taken back\n'
    assert look(root) == before


def test_recovery_keeps_what_was_written_since(root: Path) -> None:
    write(root, Plan("rename", (edit("a.md"), edit("b.md")), (Move("b.md", "e.md"),), (("new.md", "new"),)))
    (root / ".vaulttools" / "undo" / "1").rename(root / ".vaulttools" / "work")
    (root / "a.md").write_bytes(b"newer")
    (root / "new.md").write_bytes(b"mine")

    said = recover(str(root)) or ""

    assert contents(look(root)) == {"a.md": b"newer", "b.md": b"b", "d/c.md": b"c", "new.md": b"mine"}
    assert "'a.md' was changed since; it stays as it is" in said
    assert "what stood there before lies in .vaulttools/rescued/1" in said
    assert b"a" in {path.read_bytes() for path in (root / ".vaulttools" / "rescued" / "1").iterdir()}
    assert recover(str(root)) is None


def test_a_run_that_finds_one_cut_off_says_so_even_when_it_refuses(root: Path) -> None:
    old = {path: decode(data) for path, data in contents(look(root)).items()}
    write(root, Plan("rename", (edit("a.md"),)))
    new = {path: decode(data) for path, data in contents(look(root)).items()}
    record, work = root / ".vaulttools" / "undo" / "1", root / ".vaulttools" / "work"
    record.rename(work)

    with pytest.raises(
        VaultError, match=r'"rename" had been cut off; all of it was taken back; .*changed since'
    ):
        write_plan(str(root), new, Plan("edit", (edit("a.md"),)))
    write(root, Plan("rename", (edit("a.md"),)))
    record.rename(work)

    assert "cut off" in write_plan(str(root), old, Plan("edit", (edit("a.md"),))).remarks[0]


def test_an_interrupted_run_takes_everything_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaulttools import disk_write

    before = look(root)
    done = []

    def forward(root: str, step: Step) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(step)
        real(root, step)

    real = disk_write.forward
    monkeypatch.setattr(disk_write, "forward", forward)
    with pytest.raises(KeyboardInterrupt):
        write(root, Plan("edit", tuple(edit(path) for path in ("a.md", "b.md", "d/c.md"))))

    assert len(done) == 2
    assert look(root) == before
    assert not strays(root)


def test_an_undo_that_is_interrupted_takes_nothing_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaulttools import disk_write

    write(root, Plan("edit", tuple(edit(path) for path in ("a.md", "b.md", "d/c.md"))))
    after = contents(look(root))
    done = []

    def forward(root: str, step: Step) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(step)
        real(root, step)

    real = disk_write.forward
    monkeypatch.setattr(disk_write, "forward", forward)
    with pytest.raises(KeyboardInterrupt):
        undo(str(root))
    monkeypatch.undo()

    assert contents(look(root)) == after
    assert not strays(root)
    undo(str(root))
    assert contents(look(root)) == {"a.md": b"a", "b.md": b"b", "d/c.md": b"c"}


def test_a_folder_that_cannot_be_looked_at_is_not_said_to_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {"old.md": b"", "d/e.md": b""})
    for name in ("stat", "lstat"):
        monkeypatch.setattr(os, name, failing(getattr(os, name), str(tmp_path / "d")))

    with pytest.raises(OSError, match="Input/output error"):
        check_arrivals(str(tmp_path), {"d/new.md": "old.md"}, ["old.md"], [])


def failing(look: Callable[..., os.stat_result], path: str) -> Callable[..., os.stat_result]:
    """A look at files that fails for one of them."""

    def fail(file: object, *args: object, **options: object) -> os.stat_result:
        if file == path:
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        return look(file, *args, **options)

    return fail
