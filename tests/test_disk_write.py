"""Plans on a real disk: all or nothing, taken back to the byte, refused where anything is not as it was."""

import os
from pathlib import Path

import pytest

from vaulttools.disk_write import Written, recover, undo, write_plan
from vaulttools.edit import Edit, Move, Plan, texts_after
from vaulttools.errors import VaultError
from vaulttools.text import Span, decode


def vault(root: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return root


def files(root: Path) -> dict[str, bytes | None]:
    """Every file with its bytes and every folder, but for our own."""
    found: dict[str, bytes | None] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if not name.startswith(".vaulttools"):
            found[name] = None if path.is_dir() else path.read_bytes()
    return found


def texts(root: Path) -> dict[str, str]:
    return {path: decode(data) for path, data in files(root).items() if data is not None}


def replace(root: Path, path: str, old: str, new: str) -> Edit:
    at = texts(root)[path].index(old)
    return Edit(path, Span(at, at + len(old)), new)


def write(root: Path, plan: Plan) -> Written:
    return write_plan(str(root), texts(root), plan)


def own(root: Path) -> list[str]:
    """What a finished run leaves in our own folder."""
    return sorted(path.name for path in (root / ".vaulttools").iterdir())


def test_a_plan_is_carried_out_and_taken_back(tmp_path: Path) -> None:
    root = vault(
        tmp_path, {"a.md": b"[[b]] and [[b]]", "x/b.md": b"# b", "gone.md": b"bye", "i.png": b"\x89"}
    )
    before = files(root)
    plan = Plan(
        "rename b to c",
        (replace(root, "a.md", "[[b]]", "[[c]]"), replace(root, "x/b.md", "# b", "# c")),
        (Move("x/b.md", "y/z/c.md"), Move("i.png", "y/i.png")),
        (("new/note.md", "hello"),),
        ("gone.md",),
    )

    done = write(root, plan)

    assert files(root) == {
        "a.md": b"[[c]] and [[b]]",
        "new": None,
        "new/note.md": b"hello",
        "y": None,
        "y/i.png": b"\x89",
        "y/z": None,
        "y/z/c.md": b"# c",
    }
    assert done == Written(
        "rename b to c",
        ("a.md", "y/z/c.md"),
        (Move("i.png", "y/i.png"), Move("x/b.md", "y/z/c.md")),
        ("new/note.md",),
        ("gone.md",),
    )
    back = undo(str(root))
    assert files(root) == before
    assert back.edited == ("a.md", "x/b.md")
    assert back.created == ("gone.md",)
    with pytest.raises(VaultError, match="nothing to undo"):
        undo(str(root))
    assert own(root) == [".gitignore", "lock", "undo"]


@pytest.mark.parametrize(
    "moves",
    [
        {"a.md": "b.md", "b.md": "a.md"},
        {"a.md": "b.md", "b.md": "c.md", "c.md": "a.md"},
        {"a.md": "b.md", "b.md": "c.md", "c.md": "d/c.md"},
        {"a.md": "A.md"},
        {"d/e.md": "D/e.md"},
        {"d/e.md": "d"},
        {"d/e.md": "d/e.md/f.md"},
        {"a.md": "a.md/a.md", "b.md": "a.md/b.md"},
    ],
)
def test_chains_swaps_and_changes_of_case(tmp_path: Path, moves: dict[str, str]) -> None:
    root = vault(tmp_path, {"a.md": b"a", "b.md": b"b", "c.md": b"c", "d/e.md": b"e"})
    before = files(root)
    plan = Plan("moves", moves=tuple(Move(*pair) for pair in moves.items()))
    after = texts_after(texts(root), plan)

    write(root, plan)

    assert texts(root) == after
    undo(str(root))
    assert files(root) == before


def test_bytes_outside_the_spans_stay(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfone\r\n\xff\x00 [[x]] \t\rtail  "
    root = vault(tmp_path, {"a.md": data})

    write(root, Plan("edit", (replace(root, "a.md", "[[x]]", "[[ü]]"),)))

    assert (root / "a.md").read_bytes() == data.replace(b"[[x]]", "[[ü]]".encode())
    undo(str(root))
    assert (root / "a.md").read_bytes() == data


def test_what_was_kept_is_kept(tmp_path: Path) -> None:
    root = vault(tmp_path, {"a.md": b"a", "b.md": b"b"})
    (root / "a.md").chmod(0o640)
    for name in ("a.md", "b.md"):
        os.utime(root / name, ns=(10**18, 10**18))
    status = (root / "a.md").stat()

    write(root, Plan("edit", (replace(root, "a.md", "a", "A"),), (Move("b.md", "c.md"),)))

    now = (root / "a.md").stat()
    assert (now.st_mode, now.st_uid, now.st_gid) == (status.st_mode, status.st_uid, status.st_gid)
    assert now.st_mtime_ns > 10**18
    assert (root / "c.md").stat().st_mtime_ns == 10**18
    undo(str(root))
    assert (root / "a.md").stat().st_mtime_ns == 10**18


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("b.md", "'b.md' is there already"),
        ("B.md", "'B.md' and 'b.md' are one name to many disks"),
        ("D/e.md", "'D' and 'd' are one name to many disks"),
        ("b.md/c.md", "'b.md' is there already"),
        ("x#y.md", "holds '#', which links cannot hold"),
        ("x?.md", r"holds '\?', which Windows"),
        ("x\\y.md", "which Windows"),
        ("a\x00.md", "no path inside the vault|holds"),
        ("../a.md", "no path inside the vault|starts with a dot"),
        ("/a.md", "no path inside the vault"),
        ("C:/a.md", "holds ':'"),
        (".hidden.md", "hides it"),
        (".git/hooks/a.md", "hides it"),
        ("con.md", "is a device on Windows"),
        ("x./a.md", "ends with a dot"),
        ("x" * 300 + ".md", "longer than 255 bytes"),
        ("link/a.md", "'link' is there already|symbolic link"),
        ("\udcff.md", "not UTF-8"),
    ],
)
def test_bad_targets_are_refused(tmp_path: Path, new: str, why: str) -> None:
    root = vault(tmp_path / "vault", {"a.md": b"a", "b.md": b"b", "d/e.md": b""})
    (tmp_path / "out").mkdir()
    (root / "link").symlink_to(tmp_path / "out")
    before = files(root)
    for plan in (Plan("move", moves=(Move("a.md", new),)), Plan("create", creates=((new, "x"),))):
        with pytest.raises(VaultError, match=why):
            write(root, plan)
        assert files(root) == before
        assert own(root) == [".gitignore", "lock"]
    assert not list((tmp_path / "out").iterdir())


def test_names_that_are_odd_already_may_stay(tmp_path: Path) -> None:
    root = vault(tmp_path, {"What?/a#b.md": b"", "c.md": b""})

    write(root, Plan("move", moves=(Move("What?/a#b.md", "d/a#b.md"), Move("c.md", "What?/c.md"))))

    assert sorted(texts(root)) == ["What?/c.md", "d/a#b.md"]


def test_a_file_that_changed_since_is_refused(tmp_path: Path) -> None:
    root = vault(tmp_path, {"a.md": b"a", "b.md": b"b", "c.md": b"c"})
    old = texts(root)
    for plan in (
        Plan("edit", (Edit("a.md", Span(0, 1), "A"), Edit("b.md", Span(0, 1), "B"))),
        Plan("move", (Edit("a.md", Span(0, 1), "A"),), (Move("b.md", "d.md"),)),
        Plan("delete", (Edit("a.md", Span(0, 1), "A"),), deletes=("b.md",)),
    ):
        for data in (b"bb", None):
            (root / "b.md").unlink()
            if data is not None:
                (root / "b.md").write_bytes(data)
            before = files(root)
            with pytest.raises(VaultError, match=r"'b\.md' .* since it was read; run it again"):
                write_plan(str(root), old, plan)
            assert files(root) == before
            (root / "b.md").write_bytes(b"b")


def test_a_file_that_is_no_note_moves_as_it_is(tmp_path: Path) -> None:
    plan = Plan("move", moves=(Move("p.png", "d/q.png"),))
    root = vault(tmp_path, {"a.md": b"a", "p.png": b"\x89"})
    write_plan(str(root), {}, plan)
    assert texts(root) == {"a.md": "a", "d/q.png": "\udc89"}
    undo(str(root))

    (root / "p.png").unlink()
    with pytest.raises(VaultError, match=r"'p\.png' is gone since it was read"):
        write_plan(str(root), {}, plan)
    (root / "p.png").mkdir()
    with pytest.raises(VaultError, match=r"'p\.png' is no plain file; it stays"):
        write_plan(str(root), {}, plan)
    assert (root / "p.png").is_dir()


@pytest.mark.parametrize(
    "plan",
    [
        Plan("twice", moves=(Move("a.md", "c.md"), Move("a.md", "d.md"))),
        Plan("both", moves=(Move("a.md", "c.md"),), deletes=("a.md",)),
    ],
)
def test_a_plan_that_contradicts_itself_is_a_wrong_call(tmp_path: Path, plan: Plan) -> None:
    root = vault(tmp_path, {"a.md": b"a", "b.md": b"b"})
    with pytest.raises(ValueError, match="a plan moves or deletes a file twice"):
        write(root, plan)
    assert texts(root) == {"a.md": "a", "b.md": "b"}


@pytest.mark.parametrize(
    "plan",
    [
        Plan("move", moves=(Move("a.md", "c.md"), Move("b.md", "c.md"))),
        Plan("create", moves=(Move("a.md", "c.md"),), creates=(("c.md", ""),)),
    ],
)
def test_two_files_cannot_be_called_the_same(tmp_path: Path, plan: Plan) -> None:
    root = vault(tmp_path, {"a.md": b"a", "b.md": b"b"})
    with pytest.raises(VaultError, match=r"two files would be called 'c\.md'"):
        write(root, plan)
    assert texts(root) == {"a.md": "a", "b.md": "b"}


def test_undo_refuses_to_lose_what_came_since(tmp_path: Path) -> None:
    root = vault(tmp_path, {"a.md": b"a", "b.md": b"b"})
    write(root, Plan("edit", (Edit("a.md", Span(0, 1), "A"),), (Move("b.md", "c.md"),)))
    after = files(root)

    (root / "a.md").write_bytes(b"newer")
    with pytest.raises(VaultError, match=r"'a\.md' changed since"):
        undo(str(root))
    (root / "a.md").write_bytes(b"A")
    (root / "b.md").write_bytes(b"another")
    with pytest.raises(VaultError, match=r"'b\.md' is there again"):
        undo(str(root))
    (root / "b.md").unlink()

    assert files(root) == after
    undo(str(root))
    assert files(root) == {"a.md": b"a", "b.md": b"b"}


def test_nothing_to_recover(tmp_path: Path) -> None:
    assert recover(str(tmp_path)) is None
    assert not list(tmp_path.iterdir())
    write(vault(tmp_path, {"a.md": b"a"}), Plan("edit", (Edit("a.md", Span(0, 1), "A"),)))
    assert recover(str(tmp_path)) is None


@pytest.mark.parametrize("new", ["new", "D", "x/y", "x/d"])
def test_a_folder_moves_as_a_whole_with_what_is_hidden_in_it(tmp_path: Path, new: str) -> None:
    root = vault(tmp_path, {"d/e/f.md": b"f", "d/g.md": b"g", "d/.DS_Store": b"?", "h.md": b"[[d/g]]"})
    (root / "d" / "empty").mkdir()
    before = files(root)
    inode = (root / "d").stat().st_ino
    edits = (replace(root, "h.md", "d/g", "new/g"), replace(root, "d/e/f.md", "f", "F"))

    write(root, Plan("move", edits, tuple(Move(f"d/{one}", f"{new}/{one}") for one in ("e/f.md", "g.md"))))

    assert {path: files(root)[path] for path in files(root) if path.startswith(f"{new}/")} == {
        f"{new}/.DS_Store": b"?",
        f"{new}/e": None,
        f"{new}/e/f.md": b"F",
        f"{new}/empty": None,
        f"{new}/g.md": b"g",
    }
    assert not (root / "d").exists()
    assert (root / new).stat().st_ino == inode
    undo(str(root))
    assert files(root) == before


def test_a_folder_in_which_a_file_stays_stays(tmp_path: Path) -> None:
    root = vault(tmp_path, {"d/e.md": b"e", "d/f.md": b"f", "d/.hidden": b"h"})
    before = files(root)

    write(root, Plan("move", moves=(Move("d/e.md", "n/e.md"),)))

    assert list(files(root)) == ["d", "d/.hidden", "d/f.md", "n", "n/e.md"]
    undo(str(root))
    assert files(root) == before


def test_a_file_that_a_program_holds_open_is_left_alone(tmp_path: Path) -> None:
    root = vault(tmp_path, {"a.md": b"a", "b.md": b"b"})
    before = files(root)
    for plan in (
        Plan("edit", (Edit("b.md", Span(0, 1), "B"), Edit("a.md", Span(0, 1), "A"))),
        Plan("delete", (Edit("b.md", Span(0, 1), "B"),), deletes=("a.md",)),
    ):
        with (root / "a.md").open("r+b") as stream:
            with pytest.raises(VaultError, match=r"'a\.md' was saved by another program"):
                write(root, plan)
            assert files(root) == before
            assert own(root) == [".gitignore", "lock"]
            stream.write(b"new")
        assert (root / "a.md").read_bytes() == b"new"
        (root / "a.md").write_bytes(b"a")
