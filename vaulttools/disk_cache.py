"""What was worked out before, kept in a folder: parsed notes, last reports. Never needed, never trusted blindly.

A file of it holds bytes below a key made of all that they depend on, and a checksum. Whatever is missing, cut,
changed, of another version or cannot be read or written counts as nothing.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from vaulttools import __version__
from vaulttools.errors import VaultError

# Below so many notes a vault is read as quickly without.
WORTH_IT = 100

_MAGIC = b"vaulttools cache 1\n"
KEY_SIZE = 16
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_LIBRARIES = (
    "python_frontmatter-", "pyyaml-", "networkx-", "pyvis-", "numpy-", "scipy-", "graspologic_native-",
    "ahocorasick_rs-",
)  # fmt: skip


class Cache(NamedTuple):
    """The folder a cache lies in, and the vault it is of; both may hold nothing yet."""

    folder: str
    root: str


def open_cache(folder: str | None, root: str) -> Cache | None:
    """The cache of the vault at `root`, in this folder or in the user's own; None where there is no place for it.

    A `folder` that is there but is no folder is a VaultError.
    """
    if folder and os.path.exists(folder) and not os.path.isdir(folder):
        raise VaultError(f"{folder} is not a folder; name another with --cache-dir, or use --no-cache")
    place = folder or _users_folder(os.environ)
    return Cache(place, root) if place else None


def key_of(parts: Iterable[bytes]) -> bytes:
    """A name for bytes, equal for equal bytes only: BLAKE2b, 16 bytes. Where one part ends counts."""
    from hashlib import blake2b

    found = blake2b(digest_size=KEY_SIZE)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.digest()


def content_key_of() -> Callable[[bytes], bytes]:
    """A function that gives the key of a file's bytes."""
    from hashlib import blake2b

    return lambda data: blake2b(data, digest_size=KEY_SIZE).digest()


@cache
def stamp() -> bytes:
    """What results depend on besides files and settings: our own source, Python, and the libraries."""
    parts = [__version__.encode(), sys.version.encode(), *_libraries()]
    package = os.path.dirname(__file__)
    for folder in (package, os.path.join(package, "checks"), os.path.join(package, "outputs")):
        parts += _sources(folder)
    return key_of(parts)


def recall(held: Cache, name: str, key: bytes) -> bytes | None:
    """What was kept under this name with this key, unharmed; None else."""
    try:
        with open(_file(held, name), "rb") as stream:
            data = stream.read()
    except OSError:
        return None
    start = len(_MAGIC) + 2 * KEY_SIZE
    head, body = data[:start], data[start:]
    return body if head == _head(key, body) else None


def keep(held: Cache, name: str, key: bytes, body: bytes) -> None:
    """Keep bytes under a name, in place of what was there. Where that cannot be done, nothing happens."""
    beside = f"{_file(held, name)}.{os.urandom(6).hex()}"
    try:
        _make_folder(held.folder)
        with open(os.open(beside, _NEW_FILE, 0o600), "wb") as stream:
            stream.write(_head(key, body))
            stream.write(body)
        os.replace(beside, _file(held, name))
    except OSError:
        _remove(beside)


def recall_notes(held: Cache) -> dict[bytes, bytes]:
    """The packed notes that were kept, each by the key of its file's bytes."""
    body = recall(held, "notes", stamp())
    if body is None:
        return {}
    import marshal

    notes: dict[bytes, bytes] = marshal.loads(body)
    return notes


def keep_notes(held: Cache, notes: Mapping[bytes, bytes]) -> None:
    """Keep packed notes, in place of all that were kept."""
    import marshal

    keep(held, "notes", stamp(), marshal.dumps(dict(notes)))


def _file(held: Cache, name: str) -> str:
    real = os.path.realpath(held.root)
    readable = "".join(
        sign if sign.isalnum() and sign.isascii() else "-" for sign in os.path.basename(real)[:40]
    )
    # The dot hides it from Obsidian and from us, should the folder lie in the vault.
    return os.path.join(held.folder, f".{readable}-{key_of([os.fsencode(real)]).hex()[:8]}.{name}")


def _head(key: bytes, body: bytes) -> bytes:
    return _MAGIC + key + key_of([key, body])


def _make_folder(folder: str) -> None:
    """A folder of our own, which git leaves alone; one that is there stays as it is."""
    if os.path.isdir(folder):
        return
    os.makedirs(folder, mode=0o700)
    with open(os.path.join(folder, ".gitignore"), "w", encoding="ascii") as stream:
        stream.write("*\n")


def _remove(file: str) -> None:
    try:
        os.unlink(file)
    except OSError:
        return


def _users_folder(environment: Mapping[str, str]) -> str | None:
    """The folder for caches that the platform has for each user, if there is one."""
    if os.name == "nt":
        base = environment.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "vaulttools") if os.path.isabs(base) else None


def _sources(folder: str) -> list[bytes]:
    parts = []
    try:
        for name in sorted(os.listdir(folder)):
            if name.endswith(".py"):
                parts.append(name.encode())
                with open(os.path.join(folder, name), "rb") as stream:
                    parts.append(stream.read())
    except OSError:  # the package lies in a zip: its version has to do
        return []
    return parts


def _libraries() -> list[bytes]:
    """The versions of the libraries, from the names of what was installed: importing them takes long."""
    found: set[str] = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        found.update(
            name
            for name in names
            if name.lower().startswith(_LIBRARIES) and name.endswith((".dist-info", ".egg-info"))
        )
    return [os.fsencode(name) for name in sorted(found)]
