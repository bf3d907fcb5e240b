"""A vault and a plan with everything in it, to be written while something goes wrong.

`python -m tests.edit_scene write|undo|recover|rename|merge|extract ROOT` does that in a process of its own, which
can be killed. The last three are the real commands, which read the vault and make their plan themselves.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from vaulttools.cli import main as command_line
from vaulttools.disk_write import recover, undo, write_plan
from vaulttools.edit import Edit, Move, Plan, texts_after
from vaulttools.errors import VaultError
from vaulttools.text import Span, decode, encode

MARKER = "/vaulttools-starts-here"
COMMANDS = {
    "rename": ("rename", "Hub", "hubs/2027/New hub"),
    "merge": ("merge", "two", "one"),
    "extract": ("extract", "Note 0#Note 0", "made/Part"),
}
_PICTURE = b"\x89PNG\xff\x00"


class File(NamedTuple):
    """A file or folder as it lies on the disk. Times of folders change with what is in them."""

    data: bytes | None
    mode: int
    time: int


def files(notes: int) -> dict[str, bytes]:
    """A vault of so many notes that link to a hub, and of the few files that each plan needs."""
    found = {f"notes/{number % 7}/Note {number}.md": _note(number) for number in range(notes)}
    return found | {
        "Hub.md": b"\xef\xbb\xbf# Hub\r\n\xff [[Note 0]]\r\n",
        "one.md": b"[[two]]",
        "two.md": b"[[one]]",
        "Case.md": b"case",
        "old/inner/deep.md": b"[[Hub]]",
        "old/.keep": b"",
        "media/picture.png": _PICTURE,
        "left/alone.md": b"[[Case]]",
        "gone.md": b"bye",
    }


def _note(number: int) -> bytes:
    text = f"# Note {number}\n\nSee [[Hub]], [[Hub|the hub]], [[one]] and [[#On Hub]].\n\n## On [[Hub]]\n"
    return text.encode() * (1 + number % 3)


def plan(texts: Mapping[str, str]) -> Plan:
    """The hub gets another name and place and every link to it follows, so do those to headings that name it.

    And each other kind of change.
    """
    edits = [
        Edit(path, Span(at, at + len(start)), start.replace("Hub", "New hub"))
        for path, text in texts.items()
        for start in ("[[Hub", "[[#On Hub")
        for at in range(len(text))
        if text.startswith(start, at)
    ]
    moves = (
        Move("Hub.md", "hubs/2027/New hub.md"),
        Move("one.md", "two.md"),
        Move("two.md", "one.md"),
        Move("Case.md", "case.md"),
        Move("old/inner/deep.md", "moved/inner/deep.md"),
        Move("media/picture.png", "pictures/picture.png"),
        Move("left/alone.md", "notes/0/alone.md"),
    )
    return Plan(
        "rename Hub",
        (*edits, Edit("two.md", Span(0, 0), "x")),
        moves,
        (("made/New.md", "# New\n"),),
        ("gone.md",),
    )


def expected(before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files once the plan is carried out."""
    texts = {path: decode(data) for path, data in before.items()}
    after = {path: encode(text) for path, text in texts_after(texts, plan(texts)).items()}
    after["moved/.keep"] = after.pop("old/.keep")
    return after


def memory_disk() -> str | None:
    """A folder on a disk in memory, which takes no time to be flushed; None where there is none."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def lay_out(root: Path, content: Mapping[str, bytes]) -> None:
    """Write a vault into a folder that is not there yet."""
    for path, data in content.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def look(root: Path) -> dict[str, File]:
    """All that lies in a vault, but for our own folder."""
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".vaulttools"]
        for name in (*folders, *names):
            file = Path(folder, name)
            status = file.lstat()
            is_folder = file.is_dir()
            found[file.relative_to(root).as_posix()] = File(
                None if is_folder else file.read_bytes(),
                status.st_mode,
                0 if is_folder else status.st_mtime_ns,
            )
    return found


def contents(state: Mapping[str, File]) -> dict[str, bytes]:
    """The files of a state, with their bytes."""
    return {path: file.data for path, file in state.items() if file.data is not None}


def strays(root: Path) -> list[str]:
    """What our own folder holds that a finished run does not leave there."""
    own = root / ".vaulttools"
    return (
        sorted({path.name for path in own.iterdir()} - {".gitignore", "lock", "undo"}) if own.exists() else []
    )


def main(action: str, root: str) -> int:
    """Do it, with the exit status and the words of the command line."""
    texts = {}
    if action == "write":
        found = look(Path(root))
        texts = {path: decode(data) for path, data in contents(found).items() if path.endswith(".md")}
    ctypes.CDLL(None)
    os.access(MARKER, os.F_OK)  # all libraries are loaded; from here on a trace counts
    if action in COMMANDS:
        return command_line([*COMMANDS[action], "--vault", root])
    try:
        if action == "write":
            write_plan(root, texts, plan(texts))
        elif action == "undo":
            undo(root)
        else:
            recover(root)
    except VaultError as error:
        sys.stderr.write(f"vaulttools: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
