"""How well the tests notice mistakes: `python -m tests.mutants` writes docs/mutation-report.md.

Each mutant of a seeded sample runs in a forked process, judged by those tests of its group that run its lines, the
quickest first, until one fails. With names of groups, such as `journal edit`, only these are judged anew. Why a mutant
that survives is left alone stands in tests/mutants.toml.
"""

import argparse
import contextlib
import functools
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import blake2b
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing import get_context
from pathlib import Path
from types import CodeType
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.mutations import Mutant, mutants

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "mutation-report.md"
KEPT = ROOT / "tests" / "mutants.toml"
COUNT = 90
SEED = 1
_MEMORY = 4 << 30  # bytes a mutant may take: some never stop growing
_LOADED = ("hypothesis.extra", "yaml", "frontmatter", "networkx", "subprocess", "unittest.mock", "json")


class Group(NamedTuple):
    """Modules that are tried together, and the test files that have to notice; both by their short names."""

    modules: str
    tests: str


GROUPS = {
    "journal": Group("journal", "journal disk_steps disk_write disk_refusals"),
    "guard": Group(
        "disk_guard disk_plan", "disk_guard disk_recover disk_steps disk_write disk_refusals edit_laws"
    ),
    "edit": Group("edit edit_diff respell", "edit edit_diff respell rename conformance compose"),
    "rename": Group(
        "rename rename_parts rename_settings proof",
        "rename rename_settings proof compose cli_rename respell conformance",
    ),
    "resolver": Group(
        "resolve places linkpaths names", "resolve conformance truth_resolve rename disk_write names explain"
    ),
    "scanner": Group(
        "regions quick blocks inline rawlinks lookahead lists tables definitions urls syntax source markdown note "
        "elements",
        "markdown conformance truth canvas packing prose",
    ),
}


class Seen(NamedTuple):
    """What a run of a group's tests shows: for each module and line the tests, or files of tests, that run it.

    The empty name stands for the import of the module. `seconds` is how long each test took.
    """

    by_line: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that can notice a mutant, the quickest first."""
        lines = self.by_line[mutant.module]
        names = frozenset().union(*(lines.get(line, ()) for line in mutant.lines))
        if mutant.at_import or "" in names:
            names = frozenset().union(*lines.values())
        chosen = [test for test in self.seconds if test in names or test.partition("::")[0] in names]
        return sorted(chosen, key=lambda test: self.seconds[test])


class Judged(NamedTuple):
    """A mutant, and whether a test noticed it."""

    mutant: Mutant
    killed: bool


class _Watch:
    """A pytest plugin: what each test runs, and for how long."""

    def __init__(self, coverage: "coverage.Coverage", modules: Sequence[str]) -> None:  # noqa: F821
        self.coverage = coverage
        self.loaded = [importlib.import_module(_full(name)) for name in modules]
        self.seconds: dict[str, float] = {}

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        if isinstance(collector, pytest.Module):
            self.coverage.switch_context(collector.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        # A result that is kept from another test would hide that this one needs the lines too.
        for thing in [thing for module in self.loaded for thing in vars(module).values()]:
            if isinstance(thing, functools._lru_cache_wrapper):
                thing.cache_clear()
        self.coverage.switch_context(item.nodeid)
        start = time.process_time()
        result = yield
        self.seconds[item.nodeid] = time.process_time() - start
        return result


class _Chosen:
    """A pytest plugin: only these tests, in this order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.place = {test: number for number, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.place), key=lambda item: self.place[item.nodeid]
        )


class _Instead(SourceFileLoader):
    """An import hook that gives a mutant in place of its module."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self.code = code

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return self.code


def _full(module: str) -> str:
    return f"vaulttools.{module}"


def _file(module: str) -> Path:
    return ROOT / "vaulttools" / f"{module}.py"


def _run(tests: Iterable[str], plugin: object) -> int:
    options = [
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    return pytest.main([*options, "--basetemp", f"{tempfile.gettempdir()}/pytest", *files], plugins=[plugin])


def watch(group: Group) -> Seen:
    """What a run of a group's tests shows. AssertionError where a test fails without any mutant."""
    import coverage

    _silence()
    modules = group.modules.split()
    files = [str(_file(module)) for module in modules]
    watched = coverage.Coverage(data_file=None, config_file=False, include=files)
    watched.start()
    plugin = _Watch(watched, modules)
    paths = [f"tests/test_{name}.py" for name in group.tests.split()]
    assert _run([path for path in paths if (ROOT / path).exists()], plugin) == 0, "the tests fail already"
    watched.stop()
    data = watched.get_data()
    by_line = {
        module: {line: frozenset(names) for line, names in data.contexts_by_lineno(file).items()}
        for module, file in zip(modules, files, strict=True)
    }
    return Seen(by_line, plugin.seconds)


def is_killed(mutant: Mutant, seen: Seen) -> bool:
    """Whether a test notices a mutant. One that runs for too long, or takes all memory, is noticed."""
    tests = seen.tests(mutant)
    if not tests:
        return False
    limit = 20 + int(4 * sum(seen.seconds[test] for test in tests))
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                _judge(mutant, tests, folder, limit)
            os._exit(9)
        status = os.waitpid(child, 0)[1]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    return status != 0


def _judge(mutant: Mutant, tests: Sequence[str], folder: str, limit: int) -> None:
    """In a process of its own, whose exit status it gives: 0 where no test fails."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.alarm(10 * limit)
    _silence()
    tempfile.tempdir = os.environ["TMPDIR"] = os.environ["XDG_CACHE_HOME"] = folder
    sys.meta_path.insert(0, _Instead(_full(mutant.module), str(_file(mutant.module)), mutant.code()))
    os._exit(_run(tests, _Chosen(tests)))


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)


def sample(group: Group, count: int) -> list[Mutant]:
    """So many mutants of a group, always the same ones while their lines stay what they are."""
    found = [
        one
        for name in group.modules.split()
        for one in mutants(name, _file(name).read_text("utf-8"), str(_file(name)))
    ]
    return sorted(found, key=_rank)[:count]


def _rank(mutant: Mutant) -> bytes:
    return blake2b(repr((SEED, *mutant[:5])).encode()).digest()


def reasons() -> dict[tuple[str, ...], str]:
    """Why mutants are left alone: by module, function, line and change."""
    rows = tomllib.loads(KEPT.read_text(encoding="utf-8")).get("kept", []) if KEPT.exists() else []
    return {(row["module"], row["function"], row["line"], row["change"]): row["why"] for row in rows}


def section(name: str, group: Group, judged: Sequence[Judged]) -> str:
    """What the report says of a group."""
    why = reasons()
    left = [one.mutant for one in judged if not one.killed]
    equal = [one for one in left if one[:4] in why]
    killed = len(judged) - len(left)
    lines = [
        f"## {name}",
        "",
        f"Modules: {', '.join(f'`{module}`' for module in group.modules.split())}.",
        f"{len(judged)} mutants, {killed} killed, {len(left)} survived, of which {len(equal)} are explained: "
        f"**{100 * killed / len(judged):.1f} %** killed, {100 * killed / max(len(judged) - len(equal), 1):.1f} % "
        "without the explained.",
        "",
    ]
    for one in left:
        place = f"`{one.module}`, `{one.function or 'the module'}`"
        lines += [
            f"- {place}: {_code(one.line)}",
            f"  {_code(one.change)}",
            f"  {why.get(one[:4], 'NOT EXPLAINED')}",
        ]
    return "\n".join(lines).rstrip() + "\n"


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


HEAD = """# How well the tests notice mistakes

Made by `python -m tests.mutants` (about an hour of one processor; `python -m tests.mutants journal` for one group). A
*mutant* is one of our modules with one small thing made wrong: a comparison, a number, a text, a condition, a call that is
left out, a repetition in a pattern. It is *killed* when a test fails, or never ends. For each group of modules a sample
is drawn that stays the same while the lines stay what they are. Not tried are docstrings, annotations, `raise` and its
words (whether it is reached is tried), texts of three words or more (they are for people), and `strict` of `zip`. A survivor that is explained changes nothing that anybody can
see, or is not worth a test; the others are holes in the tests.

"""


def write(sections: Mapping[str, str]) -> None:
    """Write the report; groups that were not tried now stay as they are."""
    old = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    found = {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in old.split("\n## ")[1:]}
    found |= sections
    REPORT.write_text(HEAD + "\n".join(found[name] for name in GROUPS if name in found), encoding="utf-8")


def try_group(name: str, count: int) -> str:
    """Judge the mutants of a group; what the report says of them."""
    group = GROUPS[name]
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        seen = pool.submit(watch, group).result()
    chosen = sample(group, count)
    judged = []
    why = reasons()
    for number, mutant in enumerate(chosen, 1):
        judged.append(Judged(mutant, is_killed(mutant, seen)))
        sys.stderr.write(f"\r{name}: {number} of {len(chosen)}")
        if not judged[-1].killed and mutant[:4] not in why:
            fields = zip(("module", "function", "line", "change", "why"), (*mutant[:4], ""), strict=True)
            words = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields)
            sys.stdout.write(
                f"\n[[kept]]  # line {mutant.lines.start}, {len(seen.tests(mutant))} tests\n{words}\n"
            )
            sys.stdout.flush()
    sys.stderr.write("\n")
    return section(name, group, judged)


def main() -> int:
    """Judge the groups that are named, or all of them, and write the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--count", type=int, default=COUNT, help="mutants a group (default: %(default)s)")
    given = parser.parse_args()
    os.chdir(ROOT)
    everything = list(HealthCheck)
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        deadline=None,
        phases=phases,
        suppress_health_check=everything,
    )
    settings.load_profile("mutants")
    for module in _LOADED:
        importlib.import_module(module)
    for name in given.groups or GROUPS:
        write({name: try_group(name, given.count)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
