"""Invariant 16: a stricter limit never gives a cheaper optimum and never opens a way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from routeguide.model.passage import Passage
from routeguide.model.traveller import CHOICES, RANGES, Traveller, customise, get_preset
from routeguide.model.vocabulary import SurfaceClass, UnknownPolicy
from routeguide.network import store
from routeguide.network.draft import Draft
from routeguide.routing import cost, judge
from routeguide.routing.cost import make_table
from routeguide.routing.plan import find_route
from routeguide.routing.search import Spot, find_path
from tests.drawn import ask, draw, known, mapped, network_of
from tests.random_networks import drafts, travellers

LIMITS = (
    "max_step_cm", "min_width_cm", "min_gap_cm", "max_slope_up_pct", "max_slope_down_pct",
    "max_cross_slope_pct", "worst_surface", "worst_smoothness",
)  # fmt: skip


@st.composite
def stricter_pairs(draw_: st.DrawFn) -> tuple[Traveller, Traveller]:
    """Draw a traveller and the same one with a single limit made stricter."""
    who = draw_(travellers())
    key = draw_(st.sampled_from(LIMITS))
    if key in CHOICES:
        words = [str(word) for word in CHOICES[key]]
        two = sorted(
            draw_(st.tuples(st.sampled_from(words), st.sampled_from(words))), key=words.index
        )
        return customise(who, {key: two[1]}), customise(who, {key: two[0]})
    least, most = (60, 140) if key.startswith("min") else (0, 15)
    loose, strict = sorted(draw_(st.tuples(st.integers(least, most), st.integers(least, most))))
    if key.startswith("max"):
        loose, strict = strict, loose
    return customise(who, {key: float(loose)}), customise(who, {key: float(strict)})


def cheaper_when_stricter(draft: Draft, pair: tuple[Traveller, Traveller]) -> list[str]:
    """Return every pair of nodes between which the stricter traveller fares better."""
    network = network_of(draft)
    found = []
    for policy in UnknownPolicy:
        tables = [make_table(network, who, policy) for who in pair]
        for goal in "FGKL":
            start, end = (Spot(node=network.find_node(letter)) for letter in ("A", goal))
            loose, strict = (find_path(network, table, [start], [end]) for table in tables)
            if strict is not None and (loose is None or strict.cost < loose.cost):
                found.append(f"A-{goal}, {policy}: {strict.cost} < {loose and loose.cost}")
    return found


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(drafts(), stricter_pairs())
def test_a_stricter_limit_never_makes_a_way_cheaper_or_opens_one(
    draft: Draft, pair: tuple[Traveller, Traveller]
) -> None:
    assert cheaper_when_stricter(draft, pair) == []


def _turned_round(
    table: judge.Table, name: str, traveller: Traveller, known_: judge.Mask
) -> tuple[judge.Mask, judge.Mask]:
    if name in judge.LOWEST and (limit := getattr(traveller, judge.LOWEST[name])) is not None:
        low, high = table.bounds(name)
        return known_ & (low > limit), known_ & (high <= limit)
    return np.zeros_like(known_), known_


def _excused_is_confirmed(
    network: Any, traveller: Traveller, rows: Any, low: Any, high: Any
) -> Any:
    up = np.inf if traveller.max_slope_up_pct is None else traveller.max_slope_up_pct
    down = np.inf if traveller.max_slope_down_pct is None else traveller.max_slope_down_pct
    outside, inside = (low > up) | (high < -down), (high <= up) & (low >= -down)
    short, longest = traveller.short_slope_pct, traveller.short_slope_m
    if short is not None and longest is not None:
        runs = judge.steep_runs_m(network, min(up, down))[rows]
        excused = outside & (runs <= longest) & (high <= short) & (low >= -short)
        outside, inside = outside & ~excused, inside | excused
    return outside, inside


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize(
    ("attribute", "wrong"),
    [("_sides", _turned_round), ("_slope_sides", _excused_is_confirmed)],
    ids=["widths compared the wrong way round", "a vague short slope called confirmed"],
)
def test_the_property_catches_a_wrong_build(
    attribute: str, wrong: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, attribute, wrong)
    quick = settings(
        max_examples=4000, phases=[Phase.generate], derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    pairs = st.tuples(drafts(), stricter_pairs())
    try:
        find(pairs, lambda one: bool(cheaper_when_stricter(*one)), settings=quick)
    except NoSuchExample:
        pytest.fail("nothing caught")


def test_every_limit_that_has_a_range_bites_somewhere() -> None:
    """The limits above are all there are that compare a value; the others are listed here."""
    others = {"short_slope_pct", "short_slope_m", "speed_mps"}
    words = {"stairs", "escalator", "lift", "road_without_footway"}
    assert set(LIMITS) | others | words == set(RANGES) | set(CHOICES)
    assert next(str(word) for word in SurfaceClass) == "smooth"


# -- slopes and direction ----------------------------------------------------------------

HILL = draw("A---B", {"AB": {"slope_pct": mapped(6)}}, stations="A", facilities="B")


def climbs(network: store.Network, up: float, down: float) -> tuple[bool, bool]:
    """Tell whether someone with these limits gets up the hill, and down again."""
    base = replace(get_preset("wheelchair_assisted"), short_slope_pct=None)
    who = customise(base, {"max_slope_up_pct": up, "max_slope_down_pct": down})
    there, back = ask("A", "B", who), ask("A", "B", who).back()
    return tuple(bool(find_route(network, query).routes) for query in (there, back))  # type: ignore[return-value]


def test_a_slope_is_up_one_way_and_down_the_other() -> None:
    assert climbs(HILL, 8, 8) == (True, True)
    assert climbs(HILL, 8, 5) == (True, False)
    assert climbs(HILL, 5, 8) == (False, True)


def test_reversing_a_path_negates_its_slopes() -> None:
    network = draw(
        "A---B---C", {"AB": {"slope_pct": mapped(3, 4)}, "BC": {"slope_pct": mapped(-2)}},
        stations="A", facilities="C",
    )  # fmt: skip
    query = ask("A", "C")
    there, back = (find_route(network, q).routes[0] for q in (query, query.back()))
    told = [s.passage.measure("slope_pct") for s in there.segments]
    turned = [s.passage.measure("slope_pct") for s in reversed(back.segments)]
    assert [(m.low, m.high) for m in told if m] == [(3, 4), (-2, -2)]
    assert [(-m.high, -m.low) for m in turned if m] == [(3, 4), (-2, -2)]
    assert [s.passage.key for s in back.segments] == [
        s.passage.reversed().key for s in reversed(there.segments)
    ]


def test_the_direction_check_catches_a_build_that_forgets_which_way_is_walked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = judge._judge_slopes

    def one_way(*args: Any) -> Any:
        refused, unverified = real(*args)
        return np.stack([refused[0], refused[0]]), unverified

    monkeypatch.setattr(judge, "_judge_slopes", one_way)
    network = draw("A---B", {"AB": {"slope_pct": mapped(6)}}, stations="A", facilities="B")
    assert climbs(network, 5, 8) != (False, True)


def test_the_words_check_catches_a_build_that_reads_slopes_as_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "reverse_values", lambda values: values)
    network = draw("A---B", {"AB": {"slope_pct": mapped(6)}}, stations="A", facilities="B")
    back = find_route(network, ask("A", "B").back()).routes[0].segments[0].passage
    assert isinstance(back, Passage)
    assert back.measure("slope_pct") == mapped(6)


# -- prices never open a way -------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(drafts(), travellers(), st.dictionaries(
    st.sampled_from(["big_road", "slope", "stairs_s", "lift_s", "no_tactile", "level_crossing_s"]),
    st.floats(0, 1000), max_size=4,
))  # fmt: skip
def test_no_price_opens_or_closes_a_way(
    draft: Draft, traveller: Traveller, prices: dict[str, float]
) -> None:
    network = network_of(draft)
    plain = make_table(network, replace(traveller, prices={}), UnknownPolicy.WARN)
    dear = make_table(network, replace(traveller, prices=prices), UnknownPolicy.WARN)
    assert np.array_equal(np.isfinite(plain.link_cost), np.isfinite(dear.link_cost))
    assert np.array_equal(plain.edge_seconds, dear.edge_seconds)


def test_the_price_check_catches_a_price_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "CENTI", np.inf)
    network = draw("A---B", {"AB": {"step_cm": known("mapped", 1)}})  # type: ignore[arg-type]
    with np.errstate(invalid="ignore"):
        table = make_table(network, get_preset("walk"), UnknownPolicy.WARN)
    assert not np.isfinite(table.link_cost).any()
