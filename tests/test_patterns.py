"""Regular expressions mean the same on every Python that we run on."""

import pytest

from vaulttools.patterns import giving_back, pattern


# Python 3.11.0 to 3.11.4 take all of these texts.
@pytest.mark.parametrize(
    ("source", "text", "taken"),
    [
        (r"(?:ab?c)*+", "aca", "ac"),
        (r"(?:ab?c)++", "aca", "ac"),
        (r"(?:ab?c)?+", "a", ""),
        (r"(?:ab?c){1,3}+", "aca", "ac"),
        (r"(?:[^%]|%(?!%))*+", "a % b%%", "a % b"),
        (r"(?:(?:\[[)]\])?+x)*+", "[)]x[)]", "[)]x"),
    ],
)
def test_a_possessive_loop_gives_back_what_its_last_round_took(source: str, text: str, taken: str) -> None:
    for same in (source, giving_back(source)):
        found = pattern(same).match(text)
        assert found is not None and found[0] == taken, same


@pytest.mark.parametrize("source", [r"[^()*+]++", r"\)++", r"[)]*+", r"[]()]++(a)*", r"a*+(?:b)+", "(a|b)"])
def test_other_patterns_stay_as_they_are(source: str) -> None:
    assert giving_back(source) == source
