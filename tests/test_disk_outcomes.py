"""What is kept of the web: only for a while, and nothing that is harmed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.disk_cache import Cache, keep
from vaulttools.disk_outcomes import _KEY, _NAME, keep_outcomes, recall_outcomes
from vaulttools.verdicts import Outcome

NOW, DAY = 1_800_000_000.0, 86_400.0


@pytest.fixture
def held(tmp_path: Path) -> Cache:
    return Cache(str(tmp_path / "kept"), str(tmp_path / "vault"))


def test_what_was_kept_comes_back_until_it_is_old(held: Cache) -> None:
    kept = {
        "https://a.b": (NOW - DAY / 2, Outcome(200)),
        "https://é.b/\u2028": (NOW, Outcome(403, moved="https://c.d")),
        "https://old.b": (NOW - 2 * DAY, Outcome(200)),
        "https://tomorrow.b": (NOW + 1, Outcome(200)),
    }
    keep_outcomes(held, kept)

    assert recall_outcomes(held, NOW, 1.0) == {url: kept[url] for url in list(kept)[:2]}
    assert recall_outcomes(held, NOW, 0.0) == {}
    assert len(recall_outcomes(held, NOW, 3.0)) == 3


def test_nothing_is_known_where_nothing_was_kept(held: Cache) -> None:
    assert recall_outcomes(held, NOW, 1.0) == {}


def test_a_cut_or_changed_file_counts_as_nothing(held: Cache) -> None:
    keep_outcomes(held, {"https://a.b": (NOW, Outcome(200))})
    (file,) = Path(held.folder).glob(".vault-*")
    whole = file.read_bytes()

    for harmed in (whole[:-1], whole[:20], b"", whole.replace(b"200", b"404"), whole + b" "):
        file.write_bytes(harmed)
        assert recall_outcomes(held, NOW, 1.0) == {}


@given(st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
))  # fmt: skip
def test_any_entry_is_good_or_nothing(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    import json

    held = Cache(str(tmp_path_factory.mktemp("c")), "/v")
    for body in (value, {"https://a.b": value}, {"https://a.b": [NOW, 200, ""], "x": value}):
        keep(held, _NAME, _KEY, json.dumps(body).encode())
        for time, outcome in recall_outcomes(held, NOW, 1.0).values():
            assert isinstance(time, float) and isinstance(outcome.status, int)
