"""Names of files: which ones every system and every link can carry, and which ones a disk may take for one. Pure."""

from collections.abc import Set
from unicodedata import normalize

_WINDOWS = frozenset('<>:"/?*\\|' + "".join(map(chr, (*range(32), 127))))
_LINKS = frozenset("#^[]|")
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
}
_MOST_BYTES = 255

_SHOWN = "avif bmp gif jpeg jpg png svg webp flac m4a mp3 ogg wav webm 3gp mkv mov mp4 ogv pdf canvas base"
_ATTACHED = (
    "csv doc docx epub htm html json key numbers odp ods odt pages ppt pptx psd rtf tex tiff txt xls xlsx "
    "xml yaml yml zip"
)
SHOWN = frozenset(f".{kind}" for kind in _SHOWN.split())
"""The endings of files that Obsidian shows, notes aside. Source: help, "Accepted file formats"."""
ATTACHED = frozenset(f".{kind}" for kind in _ATTACHED.split())
"""The endings of other files that people attach to notes."""
COMMON = frozenset(
    ("readme", "index", "home", "overview", "inbox", "moc", "map", "start", "dashboard", "welcome")
)
"""What notes are called that people start from; many folders of a healthy vault have one. In lower case.

"Welcome" is the note that Obsidian puts into a new vault.
"""


def without_md(path: str) -> str:
    """A path or linkpath without `.md` at its end, in any letter case."""
    return path[:-3] if path[-3:].lower() == ".md" else path


def name_fault(name: str) -> str | None:
    """What is wrong with a new name of a file or folder, as the end of a sentence; None when nothing is.

    Obsidian does not let one type these names either. Devices: learn.microsoft.com, "Naming Files".
    """
    if name.startswith("."):
        return "starts with a dot, which hides it from Obsidian"
    if fault := _first(name, _LINKS):
        return f"holds '{fault}', which links cannot hold"
    if fault := _first(name, _WINDOWS):
        return f"holds {fault!r}, which Windows, Android and sync services refuse"
    if not name.isascii() and any("\ud800" <= sign <= "\udfff" for sign in name):
        return "holds bytes that are not UTF-8"
    if name[-1:] in (" ", ".") or name[:1] == " ":
        return "starts or ends with a space, or ends with a dot, which Windows drops"
    if name.partition(".")[0].rstrip().casefold() in _DEVICES:
        return "is a device on Windows"
    if len(name.encode()) > _MOST_BYTES:
        return f"is longer than {_MOST_BYTES} bytes, which no disk can hold"
    return None


def folded(path: str) -> str:
    """What is the same for two paths that some disk takes for one: letter case and the writing of accents."""
    return path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())


def those_of(there: Set[str], known: Set[str]) -> Set[str]:
    """The paths `there` that are `known`, be it by other letter case or another writing of accents.

    On a disk that takes the two for one, git may know a file by another name than the disk lists.
    """
    others = {folded(path) for path in known - there}
    return {path for path in there if path in known or (others and folded(path) in others)}


def _first(name: str, signs: frozenset[str]) -> str | None:
    return None if signs.isdisjoint(name) else next(sign for sign in name if sign in signs)
