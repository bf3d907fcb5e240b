"""How well the tests notice mistakes: `python -m tests.mutants` writes docs/mutation-report.md.

A seeded sample of mutants is drawn for each group of modules, and judged by the group's tests. With names of groups,
such as `journal edit`, only these are judged anew. Why a mutant that survives is left alone stands in
tests/mutants.toml; one that is missing there is printed, ready to be pasted.
"""

import argparse
import importlib
import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import blake2b
from multiprocessing import get_context
from typing import NamedTuple, TypeVar

from hypothesis import HealthCheck, Phase, settings

from tests.mutant_runs import ROOT, Group, Seen, file_of, is_killed, judge_late, watch
from tests.mutations import Mutant, mutants

REPORT = ROOT / "docs" / "mutation-report.md"
KEPT = ROOT / "tests" / "mutants.toml"
COUNT = 90
SEED = 1
_LOADED = ("hypothesis.extra", "yaml", "frontmatter", "networkx", "subprocess", "unittest.mock", "json")
_T = TypeVar("_T")

GROUPS = {
    "journal": Group("journal", "journal disk_steps disk_write disk_refusals"),
    "guard": Group(
        "disk_guard disk_plan", "disk_guard disk_recover disk_steps disk_write disk_refusals edit_laws"
    ),
    "edit": Group("edit edit_diff respell", "edit edit_diff respell rename conformance compose"),
    "rename": Group(
        "rename rename_parts rename_settings rename_outside heading_links bases proof",
        "rename rename_settings rename_outside proof compose cli_rename respell conformance",
    ),
    "resolver": Group(
        "resolve places linkpaths names", "resolve conformance truth_resolve rename disk_write names explain"
    ),
    "scanner": Group(
        "regions quick blocks inline rawlinks lookahead lists tables definitions urls syntax source markdown note "
        "elements",
        "inline markdown conformance quick canvas packing explain",
    ),
}


class Judged(NamedTuple):
    """A mutant, and whether a test noticed it."""

    mutant: Mutant
    killed: bool


def sample(group: Group, count: int) -> list[Mutant]:
    """So many mutants of a group, always the same ones while their lines stay what they are."""
    found = [
        one
        for name in group.modules.split()
        for one in mutants(name, file_of(name).read_text("utf-8"), str(file_of(name)))
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

Made by `python -m tests.mutants` (less than an hour of one processor; `python -m tests.mutants scanner --count 200` for one
group and more mutants of it).
A *mutant* is one of our modules with one small thing made wrong: a comparison, a number, a text, a condition, a call that
is left out, a repetition in a pattern. It is *killed* when a test fails, or never ends. For each group of modules a sample
is drawn that stays the same while the lines stay what they are. Not tried are docstrings, annotations, `raise` and its
words (whether it is reached is tried), texts of three words or more (they are for people), and `strict` of `zip`. Tests
that measure time, and random histories of vaults, have no say. A survivor that is explained changes nothing that a test
could or should notice; any other is a hole in the tests.

"""


def write(sections: Mapping[str, str]) -> None:
    """Write the report; groups that were not tried now stay as they are."""
    old = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    found = {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in old.split("\n## ")[1:]}
    found |= sections
    parts = [found[name] for name in GROUPS if name in found]
    tried, killed = (
        sum(map(int, re.findall(rf"([0-9]+) {word}", "".join(parts)))) for word in ("mutants,", "killed,")
    )
    total = f"All in all {tried} mutants, {killed} killed: **{100 * killed / tried:.1f} %**.\n\n"
    REPORT.write_text(HEAD + total + "\n".join(parts), encoding="utf-8")


def try_group(name: str, count: int) -> str:
    """Judge the mutants of a group; what the report says of them."""
    group, chosen = GROUPS[name], sample(GROUPS[name], count)
    seen = _apart(watch, group)
    verdicts = dict(_apart(_late, name, count, seen))
    early = [number for number in range(len(chosen)) if number not in verdicts]
    for done, number in enumerate(early, 1):
        verdicts[number] = is_killed(chosen[number], seen)
        _say(f"{name}, at import: {done} of {len(early)}")
    judged = [Judged(mutant, verdicts[number]) for number, mutant in enumerate(chosen)]
    why = reasons()
    for mutant in [one.mutant for one in judged if not one.killed and one.mutant[:4] not in why]:
        fields = zip(("module", "function", "line", "change", "why"), (*mutant[:4], ""), strict=True)
        words = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields)
        sys.stdout.write(
            f"\n[[kept]]  # line {mutant.lines.start}, {len(seen.tests(mutant))} tests\n{words}\n"
        )
    sys.stdout.flush()
    return section(name, group, judged)


def _late(name: str, count: int, seen: Seen) -> list[tuple[int, bool]]:
    """The verdicts on mutants that run in tests only, by their number in the sample."""
    chosen = [(number, one) for number, one in enumerate(sample(GROUPS[name], count)) if seen.is_late(one)]
    killed = judge_late(
        GROUPS[name], seen, [one for _, one in chosen], lambda words: _say(f"{name}: {words}")
    )
    return [(number, verdict) for (number, _), verdict in zip(chosen, killed, strict=True)]


def _apart(act: Callable[..., _T], *words: object) -> _T:
    """What a function gives that is called in a process of its own."""
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        return pool.submit(act, *words).result()


def _say(words: str) -> None:
    sys.stderr.write(f"\r{words}  ")
    sys.stderr.flush()


def main() -> int:
    """Judge the groups that are named, or all of them, and write the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--count", type=int, default=COUNT, help="mutants a group (default: %(default)s)")
    given = parser.parse_args()
    os.chdir(ROOT)
    settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    for module in _LOADED:
        importlib.import_module(module)
    for name in given.groups or GROUPS:
        write({name: try_group(name, given.count)})
        _say("")
    return 0


if __name__ == "__main__":
    sys.exit(main())
