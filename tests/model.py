"""Vaults that live: random notes created, edited, moved, renamed, deleted and taken back, step by step.

After every step each link has to mean what it meant, as `tests/naive.py` sees it. `VAULTTOOLS_SEQUENCES` says how many
sequences to play (default: a sample).
"""

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests import naive
from tests.vaults import vault_of_files
from vaulttools.disk_write import undo, write_plan
from vaulttools.edit import Plan, texts_after
from vaulttools.errors import VaultError
from vaulttools.graph import build_graph
from vaulttools.merge import plan_merge
from vaulttools.proof import PlanError, new_links, prove, prove_composed
from vaulttools.rename import LinkFormat, plan_move
from vaulttools.text import decode, encode

# Few names, so that twins, near twins and namesakes in other folders are common.
NAMES = st.sampled_from(
    [
        "N",
        "n",
        "M",
        "a b",
        "a.b",
        "x (1)",
        "é",
        "e\u0301",
        "日記",
        "N.v2",
        "100%",
        "50%20",
        "R&D",
        "it's",
        "[k]",
    ]
)
FOLDERS = st.sampled_from(["", "a/", "b/", "a/b/", "A/", "a b/", "ab/", "a/b/c/"])
PATHS = st.builds(lambda folder, name: f"{folder}{name}.md", FOLDERS, NAMES)
FORMATS: st.SearchStrategy[LinkFormat | None] = st.sampled_from(
    [None, None, "shortest", "relative", "absolute"]
)


def wikilink(linkpath: str, end: str) -> str:
    return f"[[{linkpath}{end}]]"


def markdown_link(linkpath: str, form: int) -> str:
    if form and "<" not in linkpath and ">" not in linkpath:
        return f"[t](<{linkpath.replace('%', '%25')}>)"
    return f"[t]({linkpath.replace('%', '%25').replace(' ', '%20').replace('[', '%5B').replace(']', '%5D')})"


LINKPATHS = st.one_of(
    PATHS.map(lambda path: path[:-3]),
    PATHS,
    NAMES,
    NAMES.map(lambda name: f"./{name}"),
    PATHS.map(lambda path: f"../{path[:-3]}"),
    PATHS.map(lambda path: f"/{path}"),
    st.sampled_from(["pic.png", "a/pic.png", "nowhere", "../pic.png"]),
)
LINKS = st.one_of(
    st.builds(
        wikilink,
        LINKPATHS.filter(lambda path: "[" not in path),
        st.sampled_from(["", "|shown", "#Head", "#Head|shown", "#^b1"]),
    ),
    st.builds(markdown_link, LINKPATHS.filter(lambda path: "&" not in path), st.integers(0, 1)),
)
# Headings that hold links, and links to such headings: the first change their words when a file is renamed.
_BARE = NAMES.filter(lambda name: "[" not in name)
TITLES = st.one_of(_BARE.map(lambda name: wikilink(name, "")), _BARE.map(lambda name: markdown_link(name, 0)))
TO_TITLES = st.builds(
    wikilink,
    st.one_of(st.just(""), _BARE),
    st.builds(
        "{}{}{}".format, st.sampled_from(["#", "#Head#", "#N#"]), _BARE, st.sampled_from(["", "|shown"])
    ),
)
TEXTS = st.builds(
    lambda titles, links: "\n\n".join(
        ["# Head\n\nwords ^b1", *(f"## {title}" for title in titles), *(f"x {link} y" for link in links)]
    ),
    st.lists(TITLES, max_size=2),
    st.lists(st.one_of(LINKS, LINKS, TO_TITLES), max_size=4),
)


class Model(RuleBasedStateMachine):
    """A vault in memory; every rename is planned, proven, made, and looked at by the naive resolver."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, str] = {}
        self.past: list[dict[str, str]] = []

    @initialize(files=st.dictionaries(PATHS, TEXTS, min_size=1, max_size=5))
    def begin(self, files: dict[str, str]) -> None:
        self.files = {**files, "a/pic.png": ""}

    def change(self, files: dict[str, str]) -> None:
        self.past.append(self.files)
        self.files = files

    @rule(path=PATHS, text=TEXTS)
    def create_or_edit(self, path: str, text: str) -> None:
        self.change({**self.files, path: text})

    @rule(data=st.data(), end=st.sampled_from(["", "|shown", "#Head"]))
    def link(self, data: st.DataObject, end: str) -> None:
        """A new link to a file that is there, in one of the ways to write it."""
        files = sorted(self.files)
        source, target = (data.draw(st.sampled_from(files)) for _ in "12")
        if source.endswith(".md"):
            forms = [target, target.rpartition("/")[2], f"/{target}", "../" * source.count("/") + target]
            linkpath = data.draw(st.sampled_from(forms)).removesuffix(data.draw(st.sampled_from(["", ".md"])))
            form = data.draw(st.integers(0, 2))
            written = markdown_link(linkpath, form) if form < 2 else wikilink(linkpath, end)
            self.change({**self.files, source: f"{self.files[source]}\n\nsee {written}"})

    @rule(data=st.data())
    @precondition(lambda self: len(self.files) > 2)
    def delete(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(sorted(self.files)))
        self.change({path: text for path, text in self.files.items() if path != gone})

    @rule(data=st.data(), new=PATHS, link_format=FORMATS)
    def move(self, data: st.DataObject, new: str, link_format: LinkFormat | None) -> None:
        old = data.draw(st.sampled_from(sorted(self.files)))
        self.rename(old, new if old.endswith(".md") else new[:-3] + ".png", link_format)

    @rule(data=st.data(), link_format=FORMATS)
    def change_case(self, data: st.DataObject, link_format: LinkFormat | None) -> None:
        old = data.draw(st.sampled_from(sorted(self.files)))
        self.rename(old, old[:-4].swapcase() + old[-4:], link_format)

    @rule(data=st.data(), new=FOLDERS.filter(bool), link_format=FORMATS)
    @precondition(lambda self: any("/" in path for path in self.files))
    def move_folder(self, data: st.DataObject, new: str, link_format: LinkFormat | None) -> None:
        folders = sorted({path.rpartition("/")[0] for path in self.files if "/" in path})
        self.rename(data.draw(st.sampled_from(folders)), new.rstrip("/"), link_format)

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """One note goes into another: what led to either leads there, from where it then stands."""
        notes = sorted(path for path in self.files if path.endswith(".md"))
        path, into = (data.draw(st.sampled_from(notes)) for _ in "12")
        graph = build_graph(vault_of_files(self.files))
        try:
            found = plan_merge(graph, path, into)
            prove_composed(graph, found.plan, found.expected, found.added)
        except PlanError:
            return
        files = texts_after(self.files, found.plan)
        assert ends(files, {}) >= ends(self.files, {path: into})
        self.carry_out(found.plan, files)

    @rule()
    @precondition(lambda self: bool(self.past))
    def undo(self) -> None:
        self.files = self.past.pop()

    @invariant()
    def every_file_can_be_read(self) -> None:
        assert all(path for path in self.files)

    def rename(self, old: str, new: str, link_format: LinkFormat | None) -> None:
        graph = build_graph(vault_of_files(self.files))
        try:
            plan = plan_move(graph, old, new, link_format)
            after = prove(graph, plan)
        except PlanError:
            return
        files = texts_after(self.files, plan)
        looked_at(self.files, files, plan, {item.source for item in new_links(graph, after, plan)})
        self.carry_out(plan, files)

    def carry_out(self, plan: Plan, files: dict[str, str]) -> None:
        """Make a plan that gives `files`."""
        self.change(files)


class OnDisk(Model):
    """The same in a real folder: every plan goes through the writer, and `undo` takes it back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.written: list[bool] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize(files=st.dictionaries(PATHS, TEXTS, min_size=1, max_size=5))
    def begin(self, files: dict[str, str]) -> None:
        super().begin(files)
        self.by_hand({}, self.files)

    def change(self, files: dict[str, str]) -> None:
        self.by_hand(self.files, files)
        self.written.append(False)
        super().change(files)

    def by_hand(self, before: dict[str, str], after: dict[str, str]) -> None:
        """Another program makes the files what they are to be."""
        for path in before.keys() - after.keys():
            (self.root / path).unlink()
            for folder in (self.root / path).parents:
                if folder != self.root and self.root in folder.parents and not any(folder.iterdir()):
                    folder.rmdir()
        for path, text in after.items():
            if before.get(path) != text:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(encode(text))

    def carry_out(self, plan: Plan, files: dict[str, str]) -> None:
        try:
            done = write_plan(self.folder.name, self.files, plan)
        except VaultError as error:  # a name that disks or links cannot carry
            assert "links cannot hold" in str(error) or "one name to many disks" in str(error), error
            return
        assert not done.remarks
        if plan.empty:
            return
        self.written.append(True)
        super().change(files)

    @rule()
    @precondition(lambda self: bool(self.past))
    def undo(self) -> None:
        before = self.past.pop()
        if self.written.pop():
            undo(self.folder.name)
        else:
            self.by_hand(self.files, before)
        self.files = before

    @invariant()
    def the_folder_holds_what_it_should(self) -> None:
        found = {
            path.relative_to(self.root).as_posix(): decode(path.read_bytes())
            for path in self.root.rglob("*")
            if path.is_file() and ".vaulttools" not in path.parts
        }
        assert found == self.files, (sorted(found), sorted(self.files))


def ends(files: dict[str, str], moved: dict[str, str]) -> Counter[tuple[str, str]]:
    """How often each note leads to each file, where that is certain, once `moved` is done."""
    found: Counter[tuple[str, str]] = Counter()
    for path, text in files.items():
        for link in naive.links(text):
            meant = naive.targets(files, link.linkpath, path)
            if len(meant) == 1:
                found[moved.get(path, path), moved.get(min(meant), min(meant))] += 1
    return found


def looked_at(before: dict[str, str], after: dict[str, str], plan: Plan, found_a_file: set[str]) -> None:
    """Every link that led to one file before leads to it afterwards, as the naive resolver sees it."""
    moved = {move.old: move.new for move in plan.moves}
    assert {moved.get(path, path) for path in before} == set(after)
    for path, text in before.items():
        new_path = moved.get(path, path)
        old_links, new_links = naive.links(text), naive.links(after[new_path])
        assert len(old_links) == len(new_links), (path, text, after[new_path])
        for old, new in zip(old_links, new_links, strict=True):
            meant = naive.targets(before, old.linkpath, path)
            if len(meant) == 1:
                wanted = {moved.get(one, one) for one in meant}
                assert naive.targets(after, new.linkpath, new_path) == wanted, (path, old, new, plan)
                goal = naive.heading(before[min(meant)], old.subpath)
                assert goal == naive.heading(after[min(wanted)], new.subpath), (path, old, new, plan)
                assert goal is not None or old.subpath == new.subpath
            elif not meant and naive.targets(after, new.linkpath, new_path):
                assert new_path in found_a_file, (path, old, new)
        if text == after[new_path]:
            continue
        assert naive._LINK.sub("\0", text).split("\0") == naive._LINK.sub("\0", after[new_path]).split(
            "\0"
        ), "words between links stay"
