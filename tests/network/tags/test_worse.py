"""The worse of two values, for every attribute of the catalogue."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from routeguide.model.attributes import ATTRIBUTES, Attribute
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Barrier, Evidence, SignalSound
from routeguide.network.tags import worse as worse_module
from routeguide.network.tags.worse import worse_of, worse_values

M = Evidence.MAPPED
SMALLER = {"width_cm", "gap_cm", "cab_width_cm", "cab_depth_cm"}
WORSE_WORD = {
    "access": ("yes", "no"), "wheelchair": ("yes", "no"), "surface": ("smooth", "loose"),
    "smoothness": ("good", "bad"), "kerb": ("flush", "raised"),
    "tactile": ("continuous", "hardly_any"), "footway": ("apart", "none"),
    "closure": ("footway_not_found", "footway_found"), "crossing": ("signals", "unmarked"),
    "signal_sound": ("automatic", "none"), "signal_vibration": ("yes", "no"),
    "signal_button": ("no", "yes"), "island": ("yes", "no"), "handrail": ("yes", "no"),
    "lit": ("yes", "no"), "roof": ("yes", "no"), "barrier": ("gate", "fence"),
    "locked": ("no", "yes"), "platform_door": ("yes", "no"),
    "closed": ("no", "yes"), "lift_status": ("confirmed", "out"),
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


LADDERS = {
    "access": ("yes", "discouraged", "no"), "wheelchair": ("yes", "limited", "no"),
    "surface": ("smooth", "firm", "uneven", "loose"),
    "smoothness": ("excellent", "good", "intermediate", "bad", "very_bad", "horrible",
                   "very_horrible", "impassable"),
    "kerb": ("flush", "lowered", "unknown", "raised"),
    "tactile": ("continuous", "partial", "hardly_any"), "footway": ("apart", "beside", "none"),
    "crossing": ("signals", "marked", "unmarked"), "signal_sound": ("automatic", "button", "none"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("attribute", "better", "worse"),
    [(name, *two) for name, words in LADDERS.items() for two in itertools.combinations(words, 2)],
)  # fmt: skip
def test_every_step_down_a_ladder_of_words_is_worse(
    attribute: str, better: str, worse: str
) -> None:
    for a, b in ((better, worse), (worse, better)):
        found = worse_of(Fact(a, M, "osm"), Fact(b, M, "osm"), attribute)
        assert isinstance(found, Fact)
        assert found.value == worse


STOPS_WHEELS = ("fence", "wall", "handrail", "turnstile", "stile", "kissing_gate", "cycle_barrier")


@pytest.mark.parametrize("stop", STOPS_WHEELS)
@pytest.mark.parametrize("other", sorted({*map(str, Barrier)} - {*STOPS_WHEELS}))
def test_a_barrier_that_stops_wheels_is_worse_than_any_that_need_not(stop: str, other: str) -> None:
    found = worse_of(Fact(other, M, "osm"), Fact(stop, M, "osm"), "barrier")
    assert isinstance(found, Fact)
    assert found.value == stop


def test_the_order_of_words_is_what_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {**worse_module.ORDERS, SignalSound: tuple(SignalSound)}
    monkeypatch.setattr(worse_module, "ORDERS", wrong)
    found = worse_of(Fact("none", M, "osm"), Fact("automatic", M, "osm"), "signal_sound")
    assert isinstance(found, Fact)
    assert found.value != "none"


def test_a_slope_keeps_both_directions_of_steepness() -> None:
    found = worse_of(Measure(-6, -4, M, "osm"), Measure(1, 3, M, "osm"), "slope_pct")
    assert isinstance(found, Measure)
    assert (found.low, found.high) == (-6, 3)


@pytest.mark.parametrize(
    ("attribute", "expected"), [("width_cm", (80, 150)), ("step_cm", (90, 200))]
)
def test_bounds_are_compared_end_by_end(attribute: str, expected: tuple[float, float]) -> None:
    found = worse_of(Measure(80, 200, M, "osm"), Measure(90, 150, M, "osm"), attribute)
    assert isinstance(found, Measure)
    assert (found.low, found.high) == expected


EVIDENCES = list(
    itertools.combinations_with_replacement(("inferred", "expired", "mapped", "survey"), 2)
)


@pytest.mark.parametrize("attribute", ATTRIBUTES, ids=lambda a: a.name)
@pytest.mark.parametrize(("weaker", "stronger"), EVIDENCES)
def test_evidence_is_the_weaker_and_the_date_the_older_for_every_attribute(
    attribute: Attribute, weaker: str, stronger: str
) -> None:
    old, new = date(2019, 4, 1), date(2025, 4, 1)
    word = WORSE_WORD.get(attribute.name, ("text", "text"))[0]

    def known(evidence: str, day: date | None) -> Known:
        if attribute.is_measure:
            return Measure(1, 1, Evidence(evidence), "osm", day)
        return Fact(word, Evidence(evidence), "osm", day)

    for a, b in (
        (known(weaker, new), known(stronger, old)),
        (known(stronger, old), known(weaker, new)),
    ):
        found = worse_of(a, b, attribute.name)
        assert found is not None
        assert (found.evidence, found.checked_on) == (weaker, old)
    undated = worse_of(known(weaker, None), known(stronger, new), attribute.name)
    assert undated is not None
    assert undated.checked_on is None


def test_a_figure_and_a_word_cannot_be_compared() -> None:
    assert worse_of(Measure(1, 1, M, "osm"), Fact("yes", M, "osm"), "step_cm") is None


def test_no_vocabulary_is_without_an_expectation() -> None:
    assert {a.name for a in ATTRIBUTES if a.vocabulary} == set(WORSE_WORD)
    for vocabulary, order in worse_module.ORDERS.items():
        assert sorted(order) == sorted(vocabulary)


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
