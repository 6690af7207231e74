"""Nodes: kerbs, barriers, entrances, crossings, lifts, and which role wins."""

from __future__ import annotations

import pytest

from routeguide.model.values import Fact, Finding, Measure
from routeguide.model.vocabulary import Evidence
from routeguide.network.tags import NodeReading, tables
from routeguide.network.tags.nodes import read_node


def read(tags: dict[str, str]) -> NodeReading:
    reading = read_node(tags, checked_on=None)
    assert reading is not None
    return reading


def word(tags: dict[str, str], name: str) -> str | None:
    known = read(tags).values.get(name)
    return known.value if isinstance(known, Fact) else None


def bounds(tags: dict[str, str], name: str) -> tuple[float, float] | None:
    known = read(tags).values.get(name)
    return (known.low, known.high) if isinstance(known, Measure) else None


@pytest.mark.parametrize(
    ("tags", "step", "kerb"),
    [({"kerb": "flush"}, (0, 1), "flush"), ({"kerb": "no"}, (0, 1), "flush"),
     ({"kerb": "lowered"}, (0, 3), "lowered"), ({"kerb": "raised"}, (3, 40), "raised"),
     ({"kerb": "rolled"}, (3, 40), "raised"), ({"kerb": "regular"}, (3, 40), "raised"),
     ({"kerb": "yes"}, None, "unknown"), ({"barrier": "kerb"}, None, "unknown"),
     ({"kerb": "raised", "kerb:height": "0.02"}, (2, 2), None),
     ({"kerb": "raised", "kerb:height": "3cm"}, (3, 3), None),
     ({"kerb": "lowered", "kerb:height": "20 mm"}, (2, 2), "lowered"),
     ({"kerb:height": "0.15"}, (15, 15), None)],
)  # fmt: skip
def test_a_kerb_is_a_number_before_a_word(
    tags: dict[str, str], step: tuple[float, float] | None, kerb: str | None
) -> None:
    assert (bounds(tags, "step_cm"), word(tags, "kerb")) == (step, kerb)
    assert read(tags).role == "kerb"


def test_a_lowered_kerb_is_inferred_from_the_standard() -> None:
    assert read({"kerb": "lowered"}).values["step_cm"].evidence is Evidence.INFERRED


def test_an_implausible_kerb_height_is_counted_and_the_word_does_not_step_in() -> None:
    reading = read({"kerb": "flush", "kerb:height": "2"})
    assert Finding("kerb:height", "2", "implausible") in reading.findings
    assert "step_cm" not in reading.values


BARRIERS = {
    "gate": "gate", "swing_gate": "gate", "lift_gate": "gate", "sliding_gate": "gate",
    "wicket_gate": "gate", "entrance": "entrance", "bollard": "bollard",
    "turnstile": "turnstile", "full-height_turnstile": "turnstile", "stile": "stile",
    "kissing_gate": "kissing_gate", "cycle_barrier": "cycle_barrier",
    "motorcycle_barrier": "cycle_barrier", "fence": "fence", "wall": "wall",
    "handrail": "handrail", "guard_rail": "handrail", "block": "block", "planter": "block",
    "jersey_barrier": "block", "debris": "block", "log": "block", "chain": "other",
    "rope": "other",
}  # fmt: skip


@pytest.mark.parametrize("barrier", BARRIERS)
def test_every_barrier_of_the_table(barrier: str) -> None:
    assert word({"barrier": barrier}, "barrier") == BARRIERS[barrier]


def test_no_barrier_is_without_an_expectation() -> None:
    assert set(tables.BARRIER) == set(BARRIERS)


def test_a_barrier_we_do_not_know_still_stands_there_and_is_counted() -> None:
    reading = read({"barrier": "dragon"})
    assert word({"barrier": "dragon"}, "barrier") == "other"
    assert reading.findings == (Finding("barrier", "dragon", "unparsed"),)


@pytest.mark.parametrize("barrier", sorted(tables.OPEN_TO_WALKERS))
def test_barriers_to_cars_are_no_point_for_walkers(barrier: str) -> None:
    assert read_node({"barrier": barrier}, checked_on=None) is None


@pytest.mark.parametrize(
    ("tags", "gap"),
    [({"barrier": "bollard", "maxwidth:physical": "0.8"}, (80, 80)),
     ({"barrier": "bollard", "width": "0.1"}, None), ({"barrier": "bollard"}, None),
     ({"barrier": "bollard", "opening": "1.1"}, (110, 110)),
     ({"barrier": "gate", "width": "1.2"}, (120, 120)),
     ({"entrance": "main", "door:width": "0.85"}, (85, 85)),
     ({"entrance": "yes", "width": "90 cm"}, (90, 90))],
)  # fmt: skip
def test_the_gap_is_what_is_left_to_pass(
    tags: dict[str, str], gap: tuple[float, float] | None
) -> None:
    assert bounds(tags, "gap_cm") == gap


def test_a_locked_gate_is_closed_whatever_its_access_says() -> None:
    assert word({"barrier": "gate", "access": "yes", "locked": "yes"}, "access") == "no"
    assert word({"barrier": "gate"}, "access") is None


def test_an_entrance_tells_its_step() -> None:
    assert bounds({"entrance": "main", "kerb:height": "0.02"}, "step_cm") == (2, 2)
    assert bounds({"entrance": "main", "step_count": "0"}, "step_cm") == (0, 1)
    assert word({"entrance": "main", "wheelchair": "no"}, "wheelchair") == "no"


def test_a_crossing_tells_signals_sound_tactile_and_kerb() -> None:
    tags = {"highway": "crossing", "crossing": "traffic_signals", "traffic_signals:sound": "yes",
            "traffic_signals:vibration": "yes", "crossing:island": "yes",
            "tactile_paving": "yes", "kerb": "lowered"}  # fmt: skip
    reading = read(tags)
    assert reading.role == "crossing"
    told = ("crossing", "signal_sound", "signal_vibration", "island", "tactile", "kerb")
    assert [word(tags, name) for name in told] == [
        "signals", "button", "yes", "yes", "continuous", "lowered",
    ]  # fmt: skip


def test_a_lift_tells_levels_door_cab_hours_and_access() -> None:
    tags = {"highway": "elevator", "level": "-1;0", "door:width": "0.9", "width": "1.4",
            "length": "1.5", "opening_hours": "05:00-24:00", "access": "no"}  # fmt: skip
    reading = read(tags)
    assert (reading.role, reading.levels) == ("lift", (-1, 0))
    assert bounds(tags, "gap_cm") == (90, 90)
    assert (bounds(tags, "cab_width_cm"), bounds(tags, "cab_depth_cm")) == ((140, 140), (150, 150))
    assert (word(tags, "hours"), word(tags, "access")) == ("05:00-24:00", "no")


@pytest.mark.parametrize(
    ("tags", "role"),
    [({"highway": "elevator", "barrier": "gate"}, "lift"),
     ({"highway": "crossing", "kerb": "lowered"}, "crossing"),
     ({"barrier": "gate", "entrance": "yes"}, "barrier"),
     ({"entrance": "main", "kerb": "flush"}, "entrance"),
     ({"highway": "traffic_signals"}, "signals"),
     ({"crossing": "zebra"}, "crossing")],
)  # fmt: skip
def test_one_role_wins(tags: dict[str, str], role: str) -> None:
    assert read(tags).role == role


@pytest.mark.parametrize(
    "tags", [{}, {"natural": "tree"}, {"entrance": "no"}, {"railway": "level_crossing"}]
)
def test_other_nodes_are_no_points(tags: dict[str, str]) -> None:
    assert read_node(tags, checked_on=None) is None


def test_the_junctions_signals_tell_nothing_of_the_walkers_light() -> None:
    assert read({"highway": "traffic_signals", "traffic_signals:sound": "yes"}).values == {}
