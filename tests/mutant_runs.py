"""Mutants judged: each in a forked process, by those tests that run its lines, the quickest first, until one fails.

Functions get their wrong code in a process that has read all tests already. What runs when a module is imported, or
while tests are read, is put in place before anything of ours is imported, which takes longer.
"""

import contextlib
import functools
import gc
import importlib
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, NamedTuple

import pytest
from _pytest.main import pytest_runtestloop as run_all

from tests.mutations import Mutant

if TYPE_CHECKING:
    from coverage import Coverage

ROOT = Path(__file__).parents[1]
_MEMORY = 4 << 30  # bytes a mutant may take: some never stop growing
# What is measured by the clock would judge the computer, not the mutant; random histories take as long as all else.
_LEFT_OUT = "not linear and not TestModel and not TestOnDisk"
_OPTIONS = ("-q", "-x", "-s", "-k", _LEFT_OUT, "-p", "no:cacheprovider", "-p", "no:xdist")
_QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")


class Group(NamedTuple):
    """Modules that are tried together, and the test files that have to notice; both by their short names."""

    modules: str
    tests: str

    def paths(self) -> list[str]:
        """The test files."""
        return [f"tests/test_{name}.py" for name in self.tests.split()]


class Seen(NamedTuple):
    """What a run of a group's tests shows: for each module and line the tests, or files of tests, that run it.

    The empty name stands for the import of the module. `seconds` is how long each test took.
    """

    by_line: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that can notice a mutant, the quickest first."""
        lines = self.by_line[mutant.module]
        names = self._runners(mutant)
        if mutant.at_import or "" in names:
            names = frozenset().union(*lines.values())
        chosen = [test for test in self.seconds if test in names or test.partition("::")[0] in names]
        return sorted(chosen, key=lambda test: self.seconds[test])

    def is_late(self, mutant: Mutant) -> bool:
        """Whether a mutant's lines run in tests only, not before them."""
        return not mutant.at_import and all("::" in name for name in self._runners(mutant))

    def limit(self, tests: Sequence[str]) -> int:
        """Seconds of processor that these tests may take."""
        return 20 + int(4 * sum(self.seconds[test] for test in tests))

    def _runners(self, mutant: Mutant) -> frozenset[str]:
        lines = self.by_line[mutant.module]
        return frozenset().union(*(lines.get(line, ()) for line in mutant.lines))


def watch(group: Group) -> Seen:
    """What a run of a group's tests shows. AssertionError where a test fails without any mutant."""
    import coverage

    modules = group.modules.split()
    files = [str(file_of(module)) for module in modules]
    watched = coverage.Coverage(data_file=None, config_file=False, include=files)
    watched.start()
    plugin = _Watch(watched, modules)
    assert _in_folder_of_its_own(lambda: _run(group.paths(), plugin)) == 0, "tests fail without any mutant"
    watched.stop()
    data = watched.get_data()
    by_line = {
        module: {line: frozenset(names) for line, names in data.contexts_by_lineno(file).items()}
        for module, file in zip(modules, files, strict=True)
    }
    return Seen(by_line, plugin.seconds)


def judge_late(group: Group, seen: Seen, mutants: Sequence[Mutant], say: Callable[[str], None]) -> list[bool]:
    """Which of the mutants of functions a test notices. AssertionError where one "notices" that nothing is wrong."""
    trial = _Trial(seen, mutants, say)
    _in_folder_of_its_own(lambda: _run(group.paths(), trial))
    return trial.killed


def is_killed(mutant: Mutant, seen: Seen) -> bool:
    """Whether a test notices a mutant of any kind. Nothing of ours may have been imported before."""

    def act() -> int:
        sys.meta_path.insert(0, _Instead(mutant.module, mutant.code()))
        return _run(list(dict.fromkeys(test.partition("::")[0] for test in tests)), _Chosen(tests))

    tests = seen.tests(mutant)
    return bool(tests) and _fails(act, seen.limit(tests))


def file_of(module: str) -> Path:
    """Where a module lies."""
    return ROOT / "vaulttools" / f"{module}.py"


def _run(files: Sequence[str], plugin: object) -> int:
    return pytest.main(
        [*_OPTIONS, *_QUIET, "--basetemp", f"{tempfile.gettempdir()}/pytest", *files], plugins=[plugin]
    )


def _in_folder_of_its_own(act: Callable[[], int]) -> int:
    _silence(1)
    with tempfile.TemporaryDirectory() as folder:
        _work_in(folder)
        return act()


def _work_in(folder: str) -> None:
    tempfile.tempdir = os.environ["TMPDIR"] = os.environ["XDG_CACHE_HOME"] = folder


def _silence(*streams: int) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in streams:
        os.dup2(nothing, number)


def _fails(act: Callable[[], int], limit: int) -> bool:
    """Whether something, done in a process of its own, fails, runs for too long, or takes all memory."""
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            status = 9
            with contextlib.suppress(BaseException):
                os.setsid()
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
                resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
                signal.alarm(10 * limit)
                _silence(0, 1, 2)
                _work_in(folder)
                status = act()
            os._exit(status)
        status = os.waitpid(child, 0)[1]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    return status != 0


class _Watch:
    """A pytest plugin: what each test runs, and for how long."""

    def __init__(self, coverage: "Coverage", modules: Sequence[str]) -> None:
        self.coverage = coverage
        self.loaded = [importlib.import_module(f"vaulttools.{name}") for name in modules]
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
        self.tests = tests

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = _chosen(items, self.tests)


def _chosen(items: Sequence[pytest.Item], tests: Sequence[str]) -> list[pytest.Item]:
    by_name = {item.nodeid: item for item in items}
    return [by_name[test] for test in tests if test in by_name]


class _Trial:
    """A pytest plugin: all tests are read once; then they are run against each mutant."""

    def __init__(self, seen: Seen, mutants: Sequence[Mutant], say: Callable[[str], None]) -> None:
        self.seen = seen
        self.mutants = mutants
        self.say = say
        self.killed: list[bool] = []
        self.functions: list[FunctionType] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.functions = [thing for thing in gc.get_objects() if isinstance(thing, FunctionType)]
        gc.freeze()  # what is never touched is never copied for a process
        tests = sorted(self.seen.seconds, key=lambda test: self.seen.seconds[test])
        assert not self._fails(session, tests, None), "tests fail without any mutant"
        for mutant in self.mutants:
            tests = self.seen.tests(mutant)
            self.killed.append(bool(tests) and self._fails(session, tests, mutant))
            if not self.killed[-1]:
                self.say(f"survived: {mutant.module}, {mutant.function}: {mutant.line}: {mutant.change}\n")
            self.say(f"{len(self.killed)} of {len(self.mutants)}")
        return True

    def _fails(self, session: pytest.Session, tests: Sequence[str], mutant: Mutant | None) -> bool:
        def act() -> int:
            if mutant is not None:
                _put_in(mutant, self.functions)
            session.items[:] = _chosen(session.items, tests)
            run_all(session)
            return session.testsfailed

        return _fails(act, self.seen.limit(tests))


def _put_in(mutant: Mutant, functions: Sequence[FunctionType]) -> None:
    """Give the functions of a module that is loaded the code they have in the mutant."""
    new = dict(_functions(mutant.code()))
    file = str(file_of(mutant.module))
    for function in functions:
        if function.__code__.co_filename == file:
            key = function.__code__.co_qualname, function.__code__.co_firstlineno
            function.__code__ = new.get(key, function.__code__)


def _functions(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """The code of the functions of a module, and of the classes in it, by name and line."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield (inner.co_qualname, inner.co_firstlineno), inner
            yield from _functions(inner)


class _Instead(SourceFileLoader):
    """An import hook that gives a mutant in place of its module."""

    def __init__(self, module: str, code: CodeType) -> None:
        super().__init__(f"vaulttools.{module}", str(file_of(module)))
        self.code = code

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname: str) -> CodeType:
        return self.code
