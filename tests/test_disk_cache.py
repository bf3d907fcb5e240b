"""The cache changes how long a reading takes and nothing else, whatever becomes of its files."""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import notes
from tests.vaults import put
from vaulttools import disk, disk_cache
from vaulttools.disk import read_vault
from vaulttools.disk_cache import Cache, keep, open_cache, recall, recall_notes, stamp
from vaulttools.errors import VaultError
from vaulttools.note import parse
from vaulttools.vault import Vault

ROOT = Path(__file__).parents[1]
RICH = """---
aliases: [A, B]
tags: [x]
n: [1, 2.5, true, null, {a: b}]
up: "[[N]]"
---
# T #y

[[N#h|x]] and ![[i.png]] [z](N.md) ^b1

<a class="yt-timestamp" data-t="00:01:00">[00:01:00]</a>
"""


@pytest.fixture(autouse=True)
def _every_vault_is_large_enough(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(disk, "WORTH_IT", 1)
        yield


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A vault of three notes, one of them rich."""
    return put(tmp_path / "v", {"a.md": RICH, "b/N.md": "# h\n[[a]]\n", "c.md": "Crème \udce9"})


@pytest.fixture
def cache(tmp_path: Path, root: Path) -> Cache:
    """A cache for it in a folder that is not there yet."""
    return Cache(str(tmp_path / "kept"), str(root))


def the_file(cache: Cache) -> Path:
    (file,) = Path(cache.folder).glob("*.notes")
    return file


def parsed_paths(root: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that a reading with this cache parses; its result is the one without."""
    seen = []

    def watched(path: str, text: str) -> object:
        seen.append(path)
        return parse(path, text)

    with monkeypatch.context() as patch:
        patch.setattr("vaulttools.note.parse", watched)
        warm = read_vault(root, cache=cache)
    assert warm == read_vault(root)
    return seen


def test_what_is_known_is_not_parsed_again(root: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsed_paths(root, cache, monkeypatch) == ["a.md", "b/N.md", "c.md"]
    assert parsed_paths(root, cache, monkeypatch) == []

    put(root, {"c.md": "now [[a]]", "d.md": RICH})
    (root / "b/N.md").rename(root / "M.md")

    assert parsed_paths(root, cache, monkeypatch) == ["c.md"]
    assert parsed_paths(root, cache, monkeypatch) == []


def test_an_edit_of_equal_size_and_time_is_seen(root: Path, cache: Cache) -> None:
    put(root, {"a.md": "[[one]]"})
    os.utime(root / "a.md", ns=(0, 0))
    read_vault(root, cache=cache)

    put(root, {"a.md": "[[two]]"})
    os.utime(root / "a.md", ns=(0, 0))

    assert read_vault(root, cache=cache).notes["a.md"].links[0].linkpath == "two"


def test_a_note_that_is_gone_leaves_the_cache_with_the_next_edit(root: Path, cache: Cache) -> None:
    read_vault(root, cache=cache)
    (root / "a.md").unlink()
    put(root, {"b/N.md": "new"})

    read_vault(root, cache=cache)

    assert len(recall_notes(cache)) == 2


def test_a_note_over_the_limit_is_not_taken_from_the_cache(root: Path, cache: Cache) -> None:
    put(root, {"big.md": "x" * 1_500_000})
    read_vault(root, cache=cache)

    assert "big.md" not in read_vault(root, disk.Config(largest_note=1), cache=cache).notes


def test_properties_that_cannot_be_packed_are_read_each_time(
    root: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = parse("a.md", "a")._replace(properties={"a": object()})
    monkeypatch.setattr("vaulttools.note.parse", lambda path, text: odd)

    assert read_vault(root, cache=cache) == read_vault(root, cache=cache)
    assert recall_notes(cache) == {}


@settings(max_examples=60)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["a.md", "b.md", "c/a.md", "é.md"]), notes(8), min_size=1, max_size=4
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_cached_reading_is_the_cold_one_through_any_edits(states: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(f"{folder}/kept", f"{folder}/v")
        for number, files in enumerate(states):
            root = put(Path(folder) / "v", files)
            for path in root.rglob("*.md"):
                if path.relative_to(root).as_posix() not in files:
                    path.unlink()
            cold = read_vault(root)

            assert read_vault(root, cache=cache, jobs=1 + number % 2) == cold
            assert read_vault(root, cache=cache) == cold


@settings(max_examples=300)
@given(st.data())
def test_a_harmed_file_counts_as_none(harmed: tuple[Cache, Vault, bytes], data: st.DataObject) -> None:
    cache, cold, whole = harmed
    place = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.sampled_from([0, 1, 3, 40, len(whole)]))
    bytes_put = data.draw(st.binary(max_size=12))
    broken = whole[:place] + bytes_put + whole[place + length :]
    the_file(cache).write_bytes(broken)

    assert recall_notes(cache) == ({} if broken != whole else recall_notes(cache))
    assert read_vault(cache.root, cache=cache) == cold


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cache, Vault, bytes]:
    """A cache with its vault as it is read cold, and the cache's bytes."""
    folder = tmp_path_factory.mktemp("harmed")
    root = put(folder / "v", {"a.md": RICH, "b.md": "[[a]]"})
    cache = Cache(str(folder / "kept"), str(root))
    disk_worth, disk.WORTH_IT = disk.WORTH_IT, 1
    try:
        cold = read_vault(root, cache=cache)
    finally:
        disk.WORTH_IT = disk_worth
    return cache, cold, the_file(cache).read_bytes()


def test_another_version_of_us_or_of_python_starts_anew(
    root: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_vault(root, cache=cache)
    assert len(recall_notes(cache)) == 3

    monkeypatch.setattr(disk_cache, "stamp", lambda: b"another version!")

    assert recall_notes(cache) == {}
    assert parsed_paths(root, cache, monkeypatch) == ["a.md", "b/N.md", "c.md"]


def test_the_stamp_knows_our_source_python_and_the_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = stamp.__wrapped__
    seen = {stamp()}
    put(tmp_path, {"checks/x.py": "a = 1", "outputs/y.py": "", "z.py": "b = 1"})
    monkeypatch.setattr(disk_cache, "__file__", str(tmp_path / "disk_cache.py"))
    seen.add(fresh())
    put(tmp_path, {"checks/x.py": "a = 2"})
    seen.add(fresh())
    monkeypatch.setattr(sys, "version", "4.0")
    seen.add(fresh())
    (tmp_path / "PyYAML-99.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    seen.add(fresh())

    assert len(seen) == 5
    assert fresh() in seen


def test_the_stamp_is_one_for_the_module_and_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script's first folder of modules is its own, in which `numpy-config` lies."""
    put(tmp_path, {"numpy-config": ""})
    before = stamp()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    assert stamp.__wrapped__() == before


def test_the_stamp_knows_every_library_we_depend_on() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]

    names = {re.split("[<>=!]", item)[0].lower().replace("-", "_") + "-" for item in wanted}
    assert set(disk_cache._LIBRARIES) == names


def test_the_folder_is_private_and_git_leaves_it_alone(root: Path, cache: Cache) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    inside = cache._replace(folder=str(root / "kept"))

    before = read_vault(root, cache=inside)

    status = subprocess.run(
        ["git", "-C", str(root), "status", "--porcelain", "kept"], capture_output=True, check=True
    )
    assert status.stdout == b""
    assert read_vault(root, cache=inside) == before  # the vault does not see it either
    if os.name == "posix":
        assert the_file(inside).stat().st_mode & 0o077 == 0


def test_a_folder_that_was_there_gets_no_gitignore(root: Path, tmp_path: Path) -> None:
    read_vault(root, cache=Cache(str(tmp_path), str(root)))

    assert not (tmp_path / ".gitignore").exists()


def test_vaults_of_one_name_have_files_of_their_own(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for name in ("x/v", "y/v"):
        root = put(tmp_path / name, {"a.md": name})
        read_vault(root, cache=Cache(str(kept), str(root)))

    assert len(list(kept.glob(".v-*.notes"))) == 2


@pytest.mark.parametrize("failing", ["makedirs", "open", "replace"])
def test_a_folder_that_cannot_be_written_is_done_without(
    root: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    cold = read_vault(root)
    real_open = os.open

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    def refuse_writing(path: str, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            refuse()
        return real_open(path, flags, *mode)

    with monkeypatch.context() as patch:
        patch.setattr(disk_cache.os, failing, refuse_writing if failing == "open" else refuse)
        assert read_vault(root, cache=cache) == cold
    assert list(Path(cache.folder).glob(".v*")) == []


def test_processes_that_share_a_cache_read_what_is_there(root: Path, cache: Cache) -> None:
    code = (
        "import sys\nfrom vaulttools import disk\nfrom vaulttools.disk_cache import Cache\ndisk.WORTH_IT = 1\n"
        "for _ in range(20):\n"
        "    print(hash(str(disk.read_vault(sys.argv[1], cache=Cache(sys.argv[2], sys.argv[1])))))\n"
        "    disk.keep_notes(Cache(sys.argv[2], sys.argv[1]), {})\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(root), cache.folder],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        for _ in range(3)
    ]

    said = "".join(run.communicate()[0] for run in runs).split()

    assert len(said) == 60
    assert len(set(said)) == 1
    assert [file.suffix for file in Path(cache.folder).glob(".v*")] == [".notes"]


def test_what_was_kept_with_another_key_is_not_given(cache: Cache) -> None:
    keep(cache, "report", b"k" * 16, b"body")

    assert recall(cache, "report", b"k" * 16) == b"body"
    assert recall(cache, "report", b"q" * 16) is None
    assert recall(cache, "other", b"k" * 16) is None


def test_the_cache_is_the_users_own_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    asked = open_cache(str(tmp_path), "v")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    default = open_cache(None, "v")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")

    assert asked == Cache(str(tmp_path), "v")
    assert default == Cache(str(tmp_path / "xdg" / "vaulttools"), "v")
    assert open_cache(None, "v") is None
    with pytest.raises(VaultError, match="is not a folder"):
        open_cache(str(tmp_path / "file"), "v")
