"""`check --external` as people use it: what it says, how it ends, what it keeps, whom it asks."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command import Done, run
from tests.repositories import committed
from tests.vaults import put, vault_of
from tests.web import Web, web
from vaulttools import cli, disk_git, outputs
from vaulttools.cli_external import judged, summary, wanted_urls
from vaulttools.config import Config, External, PathSettings
from vaulttools.verdicts import Outcome, Verdict

pytest.importorskip("httpx", reason="the extra 'external' is not installed")

ROOT = Path(__file__).parents[1]
SETTINGS = "[external]\nallow-private = ['localhost']\ntimeout = 20\nretries = 0\n"


@pytest.fixture
def server() -> Iterator[Web]:
    with web() as running:
        yield running


@pytest.fixture
def vault(tmp_path: Path, server: Web) -> Path:
    text = (
        f"# H\n[x]({server.url('/fine')}) <{server.url('/status/404#part')}>\n<{server.url('/status/403')}>\n"
    )
    return put(
        tmp_path / "v",
        {"a.md": text, "b.md": f"[[a]] <{server.url('/fine#x')}>\n", "vaulttools.toml": SETTINGS},
    )


def check(vault: Path, *options: object) -> Done:
    return run("check", vault, "--external", "--cache-dir", vault.parent / "kept", *options)


def test_a_page_that_is_gone_is_an_error_and_one_that_refuses_a_hint(vault: Path) -> None:
    done = check(vault)

    assert done.status == 1
    assert done.lines[0].startswith("a.md:2:")
    assert (
        "error: the address answers 404 Not Found; mend it or take it out [broken-external-link]"
        in done.lines[0]
    )
    assert "403" not in done.out
    assert (
        done.err == "external links: 3 addresses of 1 host: 1 good, 1 broken, 1 unknown; --verbose says why\n"
    )
    assert "answers 403 Forbidden" in check(vault, "--verbose").out


def test_nothing_is_asked_unless_somebody_asks_for_it(vault: Path, server: Web) -> None:
    assert run("check", vault, "--verbose").status == 0
    assert not server.requests


def test_each_address_is_asked_once_and_good_ones_are_not_asked_again(vault: Path, server: Web) -> None:
    check(vault)
    assert server.methods("/fine") == ["HEAD"]

    done = check(vault)
    assert server.methods("/fine") == ["HEAD"]
    assert server.methods("/status/404") == ["HEAD", "GET"] * 2
    assert "(1 known from before)" in done.err

    run("check", vault, "--external", "--no-cache")
    assert server.methods("/fine") == ["HEAD"] * 2
    put(vault, {"vaulttools.toml": SETTINGS + "max-age = 0\n"})
    check(vault)
    assert server.methods("/fine") == ["HEAD"] * 3


def test_settings_say_whom_to_ask_and_what_to_accept(vault: Path, server: Web) -> None:
    put(vault, {"vaulttools.toml": SETTINGS + "accept = [403, 404]\n"})
    assert check(vault).status == 0
    put(vault, {"vaulttools.toml": SETTINGS + "exclude = ['*/status/404']\n"})
    done = check(vault)
    assert (done.status, len(server.methods("/status/404"))) == (0, 2)
    put(vault, {"vaulttools.toml": "[external]\n"})
    done = check(vault, "--no-cache", "--verbose")
    assert done.out.count("leads inside a network, to 'localhost', and was not asked") == 4


def test_checks_can_be_named_ignored_and_made_severe(vault: Path) -> None:
    refused = run("check", vault, "--select", "broken-external-link")
    assert (refused.status, refused.out) == (2, "")
    assert "add --external" in refused.err

    assert check(vault, "--select", "broken-external-link").out.count("[broken-external-link]") == 1
    assert check(vault, "--ignore", "broken-external-link").status == 0
    assert check(vault, "--select", "unknown-external-link", "--fail-on", "info").status == 1
    put(vault, {"vaulttools.toml": 'select = ["broken-external-link"]\n' + SETTINGS})
    assert run("check", vault).status == 2
    assert check(vault).status == 1


def test_an_ignore_in_a_note_hides_it_and_is_never_called_unused(vault: Path, server: Web) -> None:
    for path in ("/status/404", "/fine"):
        put(vault, {"a.md": f"<{server.url(path)}> %% vaulttools: ignore broken-external-link -- meant %%\n"})
        for options in ([], ["--external"]):
            done = run("check", vault, *options, "--no-cache", "--verbose")
            assert done.status == 0 and "unused-ignore" not in done.out


@pytest.mark.parametrize("name", outputs.formats("check"))
def test_every_format_carries_them(vault: Path, name: str) -> None:
    done = check(vault, "--format", name)

    assert done.status == 1
    assert "broken-external-link" in done.out
    assert "404" in done.out


def test_a_report_is_not_taken_for_one_without(tmp_path: Path, server: Web) -> None:
    files = {f"n{number}.md": f"[[n{(number + 1) % 120}]]\n" for number in range(120)}
    vault = put(
        tmp_path / "v",
        {**files, "x.md": f"[[n0]] <{server.url('/status/410')}>\n", "vaulttools.toml": SETTINGS},
    )
    kept = tmp_path / "kept"
    statuses = [
        run("check", vault, "--cache-dir", kept, *options).status
        for options in ([], ["--external"], [], ["--external"], [])
    ]

    assert statuses == [0, 1, 0, 1, 0]


def test_an_address_that_moved_is_written_anew_when_asked(vault: Path, server: Web) -> None:
    old, new = server.url("/redirect/301/%2Fa_(b)"), server.url("/a_%28b%29")
    put(vault, {"a.md": f"[x]({old.replace('(', '%28').replace(')', '%29')}#y) [[b]]\n", "b.md": "[[a]]\n"})

    assert f"the address has moved for good; write '{new}#y'" in check(vault, "--verbose").out
    assert check(vault, "--fix", "--verbose").status == 0
    assert "redirect" in (vault / "a.md").read_text()
    assert check(vault, "--fix", "--unsafe-fixes", "--verbose").status == 0
    assert (vault / "a.md").read_text() == f"[x]({new}#y) [[b]]\n"


def test_since_asks_only_for_what_is_new(vault: Path, server: Web) -> None:
    committed(vault, {})
    put(vault, {"b.md": f"[[a]] <{server.url('/fine#x')}> <{server.url('/status/410')}>\n"})

    done = check(vault, "--since", "HEAD")

    assert [request.path for request in server.requests] == ["/status/410"] * 2
    assert (done.status, done.out.count("[broken-external-link]")) == (1, 1)


def test_the_past_is_read_once(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(vault, {})
    reads, read = [], disk_git.read_vault_at
    monkeypatch.setattr(disk_git, "read_vault_at", lambda *given: reads.append(given[1]) or read(*given))

    assert cli.main(["check", str(vault), "--external", "--no-cache", "--since", "HEAD"]) == 0
    assert reads == ["HEAD"]


def test_what_makes_no_sense_is_refused_before_anybody_is_asked(vault: Path, server: Web) -> None:
    done = check(vault, "--since", "HEAD", "--baseline", vault.parent / "known.jsonl")

    assert (done.status, done.err) == (
        2,
        "vaulttools: --since and --baseline both say what is new; use one of them\n",
    )
    assert not server.requests


def test_a_baseline_does_not_go_stale_with_the_weather(vault: Path, server: Web) -> None:
    known = vault.parent / "known.jsonl"
    assert check(vault, "--baseline", known, "--baseline-add").status == 0
    assert check(vault, "--baseline", known).status == 0
    put(vault, {"vaulttools.toml": SETTINGS + "accept = [404]\n"})
    assert check(vault, "--baseline", known).status == 0
    assert run("check", vault, "--baseline", known).status == 0
    assert "taken out" in check(vault, "--baseline", known, "--baseline-prune").err
    assert "broken-external-link" not in known.read_text()


def test_without_a_network_one_line_says_so_and_the_rest_is_checked(tmp_path: Path) -> None:
    dead = {f"n{number}.md": f"https://no-such-host-{number}.example/\n" for number in range(30)}
    vault = put(tmp_path / "v", {**dead, "a.md": "[[gone]]\n"})

    done = run(
        "check", vault, "--external", "--no-cache", "--verbose", env={"RES_OPTIONS": "attempts:1 timeout:1"}
    )

    assert done.status == 2
    assert "external-link" not in done.out
    assert "no note is named 'gone'" in done.out
    assert done.err == "external links: nobody answered for 30 addresses of 30 hosts; is there a network?\n"


def test_ctrl_c_ends_it_at_once_and_keeps_what_is_known(vault: Path, server: Web) -> None:
    put(
        vault,
        {
            "a.md": f"<{server.url('/fine')}> <{server.url('/silent')}>\n",
            "vaulttools.toml": SETTINGS + "per-host = 1\n",
        },
    )
    # A shell has what it runs in the background pass over Ctrl-C, and so would we.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{listening}; from vaulttools.__main__ import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, "check", vault, "--external", "--cache-dir", vault.parent / "kept"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until = time.monotonic() + 60
    while not server.methods("/silent"):  # which is asked once the other is known
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, out, err) == (130, b"", b"")
    put(vault, {"a.md": f"<{server.url('/fine')}>\n"})
    assert "1 good (1 known from before)" in check(vault).err


def test_a_program_can_read_them(vault: Path) -> None:
    found: dict[str, Any] = json.loads(check(vault, "--format", "json").out)

    assert {one["check"] for one in found["findings"]} >= {"broken-external-link", "unknown-external-link"}


def test_a_name_that_does_not_exist_is_broken_only_where_there_is_a_network() -> None:
    gone = {"https://a.x/": Outcome(None, "no-name", "w"), "https://b.x/": Outcome(None, "no-name", "w")}
    settings = External(allow_private=("Printer",))

    assert judged(gone, settings) == ({}, frozenset(gone))
    assert judged({**gone, "http://printer/": Outcome(200)}, settings)[1] == frozenset(gone)
    verdicts, silent = judged({**gone, "https://c.x/": Outcome(200)}, settings)
    assert (verdicts["https://a.x/"].kind, silent) == ("broken", frozenset())
    for urls in (["https://a.x/"], ["https://a.x/", "https://a.x/b"]):  # one host: it sleeps, more likely
        alone = judged(dict.fromkeys(urls, gone["https://a.x/"]), settings)
        assert ({verdict.kind for verdict in alone[0].values()}, alone[1]) == ({"unknown"}, frozenset())


def test_the_summary_says_it_in_a_line() -> None:
    good, odd = Verdict("good", "answers 200 OK"), Verdict("unknown", "answers 403 Forbidden")

    assert summary({}, 0, ()) == "external links: none to ask for"
    assert summary({"https://a.b/c": good}, 1, ()) == (
        "external links: 1 address of 1 host: 1 good (1 known from before)"
    )
    assert summary({"https://a.b/c": good, "http://[": odd}, 0, (), True) == (
        "external links: 2 addresses of 2 hosts: 1 good, 1 unknown"
    )
    assert summary({"https://a.b/c": good}, 1, ["https://a.b/d"]) == (
        "external links: 1 known to be good from before; nobody answered for 1 address of 1 host; is there a network?"
    )


def test_addresses_are_wanted_once_in_order() -> None:
    now = vault_of(
        "-- a.md --\n<https://b.x/1#a> <https://b.x/1#b> <https://c.x>\n-- b.md --\n<https://a.x>\n"
    )
    then = vault_of("-- a.md --\n<https://c.x>\n-- c.md --\n<https://a.x>\n")

    assert wanted_urls(now, None, Config()) == ["https://b.x/1", "https://c.x", "https://a.x"]
    assert wanted_urls(now, then, Config()) == ["https://b.x/1", "https://a.x"]
    assert wanted_urls(now, None, Config(external=External(exclude=("b.x", "https://c.*")))) == [
        "https://a.x"
    ]


def test_nothing_is_asked_that_nobody_wants_to_know() -> None:
    vault = vault_of("-- a.md --\n<https://a.x>\n-- clips/b.md --\n<https://b.x>\n")
    names = ("broken-external-link", "redirected-external-link", "unknown-external-link")

    assert wanted_urls(vault, None, Config(ignore=names)) == []
    assert wanted_urls(vault, None, Config(select=("unresolved-link",))) == []
    assert wanted_urls(vault, None, Config(paths=(PathSettings("clips/", names),))) == ["https://a.x"]
    one = PathSettings("clips/", names[:1])
    assert wanted_urls(vault, None, Config(paths=(one,))) == ["https://a.x", "https://b.x"]
    assert wanted_urls(vault, None, Config(select=names[:1], paths=(one,))) == ["https://a.x"]
