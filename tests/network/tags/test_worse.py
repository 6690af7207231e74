"""The worse of two values, for every attribute of the catalogue."""

from __future__ import annotations

from datetime import date

import pytest

from routeguide.model.attributes import ATTRIBUTES, Attribute
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence
from routeguide.network.tags.worse import worse_of, worse_values

M = Evidence.MAPPED
SMALLER = {"width_cm", "gap_cm", "cab_width_cm", "cab_depth_cm"}
WORSE_WORD = {
    "access": ("yes", "no"), "wheelchair": ("yes", "no"), "surface": ("smooth", "loose"),
    "smoothness": ("good", "bad"), "kerb": ("flush", "raised"),
    "tactile": ("continuous", "hardly_any"), "footway": ("apart", "none"),
    "closure": ("footway_found", "footway_not_found"), "crossing": ("signals", "unmarked"),
    "signal_sound": ("none", "automatic"), "signal_vibration": ("yes", "no"),
    "signal_button": ("yes", "no"), "island": ("yes", "no"), "handrail": ("yes", "no"),
    "lit": ("yes", "no"), "roof": ("yes", "no"), "barrier": ("gate", "fence"),
    "locked": ("yes", "no"), "platform_door": ("yes", "no"),
}  # fmt: skip


@pytest.mark.parametrize("attribute", [a for a in ATTRIBUTES if a.is_measure], ids=lambda a: a.name)
def test_of_two_figures_the_worse_is_kept(attribute: Attribute) -> None:
    a, b = Measure(2, 2, M, "osm"), Measure(7, 7, M, "osm")
    found = worse_of(a, b, attribute.name)
    assert isinstance(found, Measure)
    expected = (2, 7) if attribute.name == "slope_pct" else (2, 2)
    if attribute.name not in SMALLER | {"slope_pct"}:
        expected = (7, 7)
    assert (found.low, found.high) == expected


@pytest.mark.parametrize("attribute", [a for a in ATTRIBUTES if a.vocabulary], ids=lambda a: a.name)
def test_of_two_words_the_worse_is_kept(attribute: Attribute) -> None:
    better, worse = (Fact(w, M, "osm") for w in WORSE_WORD[attribute.name])
    for pair in ((better, worse), (worse, better)):
        found = worse_of(*pair, attribute.name)
        assert isinstance(found, Fact)
        assert found.value == worse.value


@pytest.mark.parametrize("attribute", [a for a in ATTRIBUTES if a.is_text], ids=lambda a: a.name)
def test_texts_that_differ_cannot_be_compared(attribute: Attribute) -> None:
    assert worse_of(Fact("a", M, "osm"), Fact("b", M, "osm"), attribute.name) is None
    same = worse_of(Fact("a", M, "osm"), Fact("a", M, "osm"), attribute.name)
    assert isinstance(same, Fact)


@pytest.mark.parametrize("attribute", ATTRIBUTES, ids=lambda a: a.name)
def test_unknown_on_one_side_is_unknown(attribute: Attribute) -> None:
    known: Known = Measure(1, 1, M, "osm") if attribute.is_measure else Fact("yes", M, "osm")
    assert worse_of(known, None, attribute.name) is None
    assert worse_of(None, known, attribute.name) is None
    assert worse_values({attribute.name: known}, {}) == {}


def test_evidence_is_the_weaker_and_the_date_the_older() -> None:
    a = Measure(1, 1, Evidence.SURVEY, "osm", date(2024, 1, 1))
    b = Measure(1, 1, Evidence.INFERRED, "osm", date(2020, 1, 1))
    found = worse_of(a, b, "step_cm")
    assert found is not None
    assert (found.evidence, found.checked_on) == (Evidence.INFERRED, date(2020, 1, 1))
    undated = worse_of(a, Measure(1, 1, M, "osm"), "step_cm")
    assert undated is not None
    assert undated.checked_on is None
