"""The verdict: one passage at a time, and all columns at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from routeguide.model.traveller import Traveller, customise, get_preset, presets
from routeguide.model.vocabulary import Evidence, Kind
from routeguide.network.draft import Draft
from routeguide.routing import judge
from routeguide.routing.judge import judge_edges, judge_points, names_of, steep_runs_m
from routeguide.routing.plan import find_route
from routeguide.routing.verdict import judge_passage, judge_point
from tests.drawn import GOOD, ask, draw, draw_draft, fact, known, mapped, network_of
from tests.random_networks import drafts, travellers


def disagreements(draft: Draft, traveller: Traveller) -> list[str]:
    """Return where the scalar and the vectorised verdict differ."""
    network = network_of(draft)
    edges, points = judge_edges(network, traveller), judge_points(network, traveller)
    both = (traveller.max_slope_up_pct, traveller.max_slope_down_pct)
    limits = [limit for limit in both if limit is not None]
    runs = steep_runs_m(network, min(limits)) if limits else np.zeros(network.edge_count)
    found = []
    for edge in range(network.edge_count):
        for direction in (0, 1):
            passage = network.passage(edge, backward=bool(direction))
            scalar = judge_passage(passage, traveller, run_m=float(runs[edge]))
            refused = bool(edges.refused[edge] | edges.refused_by_slope[direction, edge])
            names = set(names_of(int(edges.unverified[edge])))
            if edges.unverified_slope[direction, edge]:
                names.add("slope_pct")
            if refused != bool(scalar.refused):
                found.append(f"{passage.key}: refused {refused} against {scalar.refused}")
            elif names != set(scalar.unverified):
                found.append(f"{passage.key}: {sorted(names)} against {scalar.unverified}")
    for row, node in enumerate(network.column("point_node").tolist()):
        point = network.point(node)
        assert point is not None
        scalar = judge_point(point, traveller)
        names = set(names_of(int(points.unverified[row])))
        if bool(points.refused[row]) != bool(scalar.refused):
            found.append(f"{point.key}: {points.refused[row]} against {scalar.refused}")
        elif names != set(scalar.unverified):
            found.append(f"{point.key}: {sorted(names)} against {scalar.unverified}")
    return found


@settings(max_examples=150)
@given(drafts(), travellers())
def test_scalar_and_vectorised_verdict_agree_on_every_passage_and_point(
    draft: Draft, traveller: Traveller
) -> None:
    assert disagreements(draft, traveller) == []


def test_the_agreement_test_catches_a_vectorised_rule_that_differs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judge, "HIGHEST", {"step_cm": "max_slope_up_pct"})
    draft = draw_draft("A---B", {"AB": {"step_cm": mapped(4)}})
    assert disagreements(draft, get_preset("wheelchair_manual"))


VERDICTS = [
    ("wheelchair_manual", {"step_cm": mapped(2)}, "pass"),
    ("wheelchair_manual", {"step_cm": mapped(2.1)}, "refused"),
    ("wheelchair_manual", {"step_cm": mapped(0, 3)}, "unverified"),
    ("wheelchair_manual", {"step_cm": known(Evidence.INFERRED, 1)}, "unverified"),
    ("wheelchair_manual", {"step_cm": known(Evidence.INFERRED, 5)}, "refused"),
    ("wheelchair_manual", {"step_cm": known(Evidence.EXPIRED, 0)}, "unverified"),
    ("wheelchair_manual", {"width_cm": mapped(90)}, "pass"),
    ("wheelchair_manual", {"width_cm": mapped(89)}, "refused"),
    ("wheelchair_powered", {"width_cm": mapped(90)}, "refused"),
    ("wheelchair_manual", {"slope_pct": mapped(5)}, "pass"),
    ("wheelchair_manual", {"slope_pct": mapped(-5)}, "pass"),
    ("wheelchair_manual", {"slope_pct": mapped(-9)}, "refused"),
    ("wheelchair_manual", {"slope_pct": mapped(0, 40)}, "unverified"),
    ("wheelchair_manual", {"surface": fact("firm")}, "pass"),
    ("wheelchair_manual", {"surface": fact("uneven")}, "refused"),
    ("wheelchair_manual", {"surface": fact("uneven"), "wheelchair": fact("yes")}, "refused"),
    ("wheelchair_manual", {"access": fact("no")}, "refused"),
    ("wheelchair_manual", {"access": fact("no"), "wheelchair": fact("yes")}, "pass"),
    (
        "wheelchair_manual",
        {"access": fact("no"), "wheelchair": fact("yes", Evidence.EXPIRED)},
        "unverified",
    ),
    (
        "wheelchair_manual",
        {"access": fact("yes", Evidence.EXPIRED), "wheelchair": fact("yes")},
        "pass",
    ),
    (
        "wheelchair_manual",
        {"access": fact("yes", Evidence.EXPIRED), "wheelchair": fact("yes", Evidence.EXPIRED)},
        "unverified",
    ),
    ("wheelchair_manual", {"wheelchair": fact("no")}, "refused"),
    ("wheelchair_manual", {"wheelchair": fact("limited")}, "unverified"),
    ("wheelchair_manual", {"kerb": fact("raised"), "step_cm": mapped(3, 40)}, "refused"),
    (
        "wheelchair_manual",
        {"kerb": fact("raised"), "step_cm": mapped(0), "wheelchair": fact("yes")},
        "unverified",
    ),
    ("cane", {"kerb": fact("raised"), "step_cm": mapped(3, 40)}, "unverified"),
    ("white_cane", {"step_cm": mapped(10)}, "pass"),
    ("white_cane", {"tactile": None}, "unverified"),
    ("white_cane", {"access": fact("no"), "wheelchair": fact("yes")}, "refused"),
    ("walk", {"width_cm": None, "step_cm": None, "access": None}, "pass"),
    ("walk", {"access": fact("no")}, "refused"),
    ("walk", {"locked": fact("yes")}, "refused"),
]


@pytest.mark.parametrize(("who", "values", "expected"), VERDICTS)
def test_a_verdict_follows_from_value_evidence_and_limit(
    who: str, values: dict[str, object], expected: str
) -> None:
    network = draw("A---B", {"AB": values})
    verdict = judge_passage(network.passage(0), get_preset(who))
    got = "refused" if verdict.refused else "unverified" if verdict.unverified else "pass"
    assert got == expected


@pytest.mark.parametrize(
    ("values", "who"),
    [({"footway": None}, {"walk", "cane"}), ({"footway": fact("beside")}, set(presets()))],
)
def test_a_big_road_over_the_rails_is_walked_where_it_has_a_footway(
    values: dict[str, Any], who: set[str]
) -> None:
    draft = draw_draft("A$$$B", {"AB": {"width_cm": None, **values}})
    next(iter(draft.edges.values())).kind = Kind.LEVEL_CROSSING
    passage = network_of(draft).passage(0)
    passed = {p.id for p in presets().values() if not judge_passage(passage, p).refused}
    assert passed == who


STILE = {"barrier": fact("stile"), "gap_cm": mapped(100)}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (STILE, (True, ())),
        ({**STILE, "wheelchair": fact("yes")}, (False, ())),
        ({**STILE, "wheelchair": fact("yes", Evidence.EXPIRED)}, (False, ("barrier",))),
        ({**STILE, "access": fact("yes")}, (False, ())),
        ({**STILE, "access": fact("yes", Evidence.EXPIRED)}, (False, ("access",))),
    ],
)
def test_a_barrier_that_a_word_lifts_is_in_doubt_where_the_word_is_outlived(
    values: dict[str, object], expected: tuple[bool, tuple[str, ...]]
) -> None:
    network = draw("A---B---C", None, {"B": values})
    point = network.point(network.find_node("B") or 0)
    assert point is not None
    verdict = judge_point(point, get_preset("wheelchair_manual"))
    assert (bool(verdict.refused), verdict.unverified) == expected


@pytest.mark.parametrize("who", ["wheelchair_manual", "white_cane"])
def test_an_outlived_value_that_does_not_matter_leaves_the_metres_confirmed(who: str) -> None:
    """Access beside wheelchair=yes; the sound of a signal where there is none."""
    old = fact("yes", Evidence.EXPIRED)
    values = {
        "AB": {"access": old, "wheelchair": fact("yes")} if who == "wheelchair_manual" else {},
        "BC": {"signal_sound": fact("button", Evidence.EXPIRED)},
    }
    network = draw("A---B+++C", values, stations="A", facilities="C")
    route = find_route(network, ask("A", "C", who)).routes[0]
    assert route.label == "verified"
    assert route.evidence_m["mapped"] == route.length_m


@pytest.mark.parametrize("who", list(presets()))
def test_nothing_known_is_never_a_pass_but_for_someone_without_needs(who: str) -> None:
    passage = draw("A---B", base={}).passage(0)
    verdict = judge_passage(passage, get_preset(who))
    assert bool(verdict.unverified) is (who != "walk")


def test_a_trunk_road_without_a_footway_is_refused_to_wheels_and_blind_walkers_only() -> None:
    network = draw("A$$$B", {"AB": {"width_cm": None, "footway": None}})
    refused = {
        who
        for who, preset in presets().items()
        if judge_passage(network.passage(0), preset).refused
    }
    assert refused == set(presets()) - {"cane", "walk"}


def test_a_secondary_road_without_a_footway_is_not_refused_only_avoided() -> None:
    network = draw("A###B", {"AB": {"footway": None}})
    assert not judge_passage(network.passage(0), get_preset("wheelchair_manual")).refused


def test_uphill_refused_is_downhill_refused_only_by_its_own_limit() -> None:
    who = customise(get_preset("wheelchair_assisted"), {"max_slope_down_pct": 12})
    passage = draw("A---B", {"AB": {"slope_pct": mapped(10)}}).passage(0)
    assert judge_passage(passage, who).refused
    assert not judge_passage(passage.reversed(), who).refused


def test_five_steep_pieces_of_ten_metres_are_one_run_of_fifty() -> None:
    steep = {"slope_pct": mapped(7)}
    network = draw("A-B-C-D-E-F", dict.fromkeys(["AB", "BC", "CD", "DE", "EF"], steep))
    judged = judge_edges(network, get_preset("wheelchair_manual"))
    assert judged.refused_by_slope.all()


def test_a_short_steep_piece_passes_a_manual_wheelchair_and_a_long_one_does_not() -> None:
    who = customise(get_preset("wheelchair_manual"), {"short_slope_m": 31})
    short = draw("A--B", {"AB": {"slope_pct": mapped(7)}})
    assert not judge_edges(short, who).refused_by_slope.any()
    long = draw("A---B", {"AB": {"slope_pct": mapped(7)}})
    assert judge_edges(long, who).refused_by_slope.all()


def test_an_outlived_survey_counts_as_unverified() -> None:
    old = fact("smooth", Evidence.SURVEY, date(2020, 1, 1))
    network = draw("A---B", {"AB": {"surface": old}})
    assert judge_passage(network.passage(0), get_preset("stroller")).unverified == ("surface",)
    bits = int(judge_edges(network, get_preset("stroller")).unverified[0])
    assert names_of(bits) == ("surface",)


def test_good_values_leave_nothing_unverified_for_anyone() -> None:
    passage = draw("A---B", base=GOOD).passage(0)
    for preset in presets().values():
        verdict = judge_passage(passage, preset)
        assert (verdict.refused, verdict.unverified) == ((), ()), preset.id
