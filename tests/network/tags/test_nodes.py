"""Nodes: kerbs, barriers, entrances, crossings, lifts, and which role wins."""

from __future__ import annotations

import pytest

from routeguide.model.values import Fact, Finding, Measure
from routeguide.model.vocabulary import Evidence
from routeguide.network.tags import NodeReading, shared, tables
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


OPEN = {"toll_booth", "border_control", "height_restrictor", "bump_gate", "sally_port",
        "bus_trap", "sump_buster"}  # fmt: skip


def test_the_barriers_to_cars_are_those_written_here() -> None:
    assert OPEN == tables.OPEN_TO_WALKERS


@pytest.mark.parametrize("barrier", sorted({*OPEN, "no"}))
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


def test_a_cattle_grid_stands_in_the_way_and_its_kind_is_no_news() -> None:
    reading = read({"barrier": "cattle_grid"})
    assert (reading.role, word({"barrier": "cattle_grid"}, "barrier")) == ("barrier", "other")
    assert reading.findings == ()


GATES = ("gate", "swing_gate", "lift_gate", "sliding_gate", "wicket_gate", "entrance")


@pytest.mark.parametrize("barrier", sorted(set(BARRIERS) - {*GATES}))
def test_the_width_of_a_thing_itself_is_never_the_gap_beside_it(barrier: str) -> None:
    assert bounds({"barrier": barrier, "width": "1.2"}, "gap_cm") is None
    assert bounds({"barrier": barrier, "width": "0.1", "opening": "1.2"}, "gap_cm") == (120, 120)


@pytest.mark.parametrize("barrier", GATES)
def test_the_width_of_a_gate_is_its_opening_unless_a_narrower_word_stands_first(
    barrier: str,
) -> None:
    assert bounds({"barrier": barrier, "width": "1.2"}, "gap_cm") == (120, 120)
    both = {"barrier": barrier, "width": "1.2", "maxwidth:physical": "0.75"}
    assert bounds(both, "gap_cm") == (75, 75)


def test_a_gap_that_is_implausible_is_counted_and_no_pass() -> None:
    reading = read({"barrier": "bollard", "maxwidth:physical": "80"})
    assert reading.findings == (Finding("maxwidth:physical", "80", "implausible"),)
    assert "gap_cm" not in reading.values


def test_a_barrier_on_a_kerb_keeps_the_kerb() -> None:
    assert bounds({"barrier": "bollard", "kerb:height": "0.1"}, "step_cm") == (10, 10)
    assert word({"barrier": "gate", "kerb": "raised"}, "kerb") == "raised"
    assert bounds({"barrier": "gate"}, "step_cm") is None


@pytest.mark.parametrize(("key", "value"), [("access", "private"), ("foot", "no")])
def test_a_kerb_or_gate_that_refuses_is_closed(key: str, value: str) -> None:
    assert word({"kerb": "flush", key: value}, "access") == "no"
    assert word({"barrier": "gate", key: value}, "access") == "no"
    assert word({"entrance": "main", key: value}, "access") == "no"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("yes", "yes"), ("limited", "limited"), ("no", "no"), ("bad", "no"), ("impassable", "no")],
)
@pytest.mark.parametrize(
    "tags", [{"kerb": "raised"}, {"barrier": "stile"}, {"entrance": "yes"}, {"highway": "crossing"}]
)
def test_the_wheelchair_word_of_every_point_arrives(
    tags: dict[str, str], value: str, expected: str
) -> None:
    assert word({**tags, "wheelchair": value}, "wheelchair") == expected


def test_a_gates_hours_arrive() -> None:
    assert word({"barrier": "gate", "opening_hours": "06:00-20:00"}, "hours") == "06:00-20:00"


def test_a_locked_gate_is_closed_whatever_its_access_says() -> None:
    assert word({"barrier": "gate", "access": "yes", "locked": "yes"}, "access") == "no"
    assert word({"barrier": "gate"}, "access") is None


def test_an_entrance_tells_its_step() -> None:
    assert bounds({"entrance": "main", "kerb:height": "0.02"}, "step_cm") == (2, 2)
    assert bounds({"entrance": "main", "step_count": "0"}, "step_cm") == (0, 1)
    assert word({"entrance": "main", "wheelchair": "no"}, "wheelchair") == "no"


def test_the_steps_of_an_entrance_are_counted_and_never_taken_for_a_height() -> None:
    tags = {"entrance": "main", "step_count": "3"}
    assert (bounds(tags, "step_count"), bounds(tags, "step_cm")) == ((3, 3), None)
    against = {"entrance": "main", "step_count": "0", "kerb": "yes"}
    assert bounds(against, "step_cm") is None
    some = read({"entrance": "main", "step_count": "some"})
    assert some.findings == (Finding("step_count", "some", "unparsed"),)


@pytest.mark.parametrize(
    ("tags", "gap"),
    [({"door:width": "0.85", "width": "1.5"}, (85, 85)), ({"maxwidth:physical": "0.7"}, (70, 70)),
     ({"door:width": "wide", "width": "0.9"}, (90, 90)), ({}, None)],
)  # fmt: skip
def test_the_door_counts_before_the_entrance(
    tags: dict[str, str], gap: tuple[float, float] | None
) -> None:
    assert bounds({"entrance": "main", **tags}, "gap_cm") == gap
    assert bounds({"door": "hinged", **tags}, "gap_cm") == gap


def test_a_crossing_that_is_closed_says_so_and_an_open_one_opens_nothing() -> None:
    crossing = {"highway": "crossing"}
    assert word({**crossing, "foot": "no"}, "access") == "no"
    assert word({**crossing, "crossing": "no"}, "access") == "no"
    assert word({**crossing, "crossing": "no", "foot": "yes"}, "access") == "no"
    assert word({**crossing, "foot": "yes"}, "access") is None
    assert word({**crossing, "opening_hours": "06:00-22:00"}, "hours") == "06:00-22:00"


@pytest.mark.parametrize(
    ("tags", "name", "expected"),
    [({"traffic_signals:sound": "no"}, "signal_sound", "none"),
     ({"traffic_signals:sound": "locate"}, "signal_sound", "none"),
     ({"traffic_signals:sound": "yes", "button_operated": "no"}, "signal_sound", "automatic"),
     ({"traffic_signals:sound": "yes", "button_operated": "yes"}, "signal_sound", "button"),
     ({"traffic_signals:vibration": "no"}, "signal_vibration", "no"),
     ({"button_operated": "yes"}, "signal_button", "yes"),
     ({"crossing:island": "no"}, "island", "no"), ({"crossing": "island"}, "island", "yes"),
     ({"crossing": "island"}, "crossing", None), ({"crossing": "yes"}, "crossing", None),
     ({"crossing:signals": "yes"}, "crossing", "signals"),
     ({"crossing:markings": "no"}, "crossing", "unmarked"),
     ({"crossing:markings": "zebra"}, "crossing", "marked"),
     ({"crossing_ref": "zebra"}, "crossing", "marked"),
     ({"tactile_paving": "incorrect"}, "tactile", "hardly_any"), ({}, "signal_sound", None),
     ({"traffic_signals:sound": "perhaps"}, "signal_sound", None)],
)  # fmt: skip
def test_what_a_crossing_node_tells(tags: dict[str, str], name: str, expected: str | None) -> None:
    assert word({"highway": "crossing", **tags}, name) == expected


def test_a_flush_kerb_without_tactile_paving_is_told_by_both_words() -> None:
    tags = {"kerb": "flush", "tactile_paving": "no"}
    assert (word(tags, "kerb"), word(tags, "tactile")) == ("flush", "hardly_any")
    assert word({"kerb": "flush"}, "tactile") is None


@pytest.mark.parametrize("kerb", ["raised", "rolled", "regular"])
def test_a_number_beside_a_high_kerb_leaves_the_number_alone(kerb: str) -> None:
    tags = {"kerb": kerb, "kerb:height": "2 cm"}
    assert (bounds(tags, "step_cm"), word(tags, "kerb")) == ((2, 2), None)


@pytest.mark.parametrize("kerb", ["flush", "lowered", "no"])
@pytest.mark.parametrize("height", ["high", "2", "-1", "~2cm"])
def test_a_good_word_never_steps_in_for_a_bad_number(kerb: str, height: str) -> None:
    assert bounds({"kerb": kerb, "kerb:height": height}, "step_cm") is None
    assert bounds({"kerb": "raised", "kerb:height": height}, "step_cm") == (3, 40)


def test_a_kerb_word_we_do_not_know_is_counted() -> None:
    reading = read({"kerb": "wavy"})
    assert reading.findings == (Finding("kerb", "wavy", "unparsed"),)
    assert reading.values == {}


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
     ({"crossing": "zebra"}, "crossing"), ({"door": "yes", "kerb": "flush"}, "entrance"),
     ({"highway": "crossing", "barrier": "bollard"}, "crossing"),
     ({"highway": "traffic_signals", "crossing": "traffic_signals"}, "crossing"),
     ({"highway": "traffic_signals", "kerb": "flush"}, "kerb"),
     ({"barrier": "no", "kerb": "flush"}, "kerb"), ({"barrier": "kerb"}, "kerb"),
     ({"barrier": "toll_booth", "entrance": "yes"}, "entrance"), ({"kerb:height": "0"}, "kerb"),
     ({"highway": "elevator", "crossing": "zebra"}, "lift")],
)  # fmt: skip
def test_one_role_wins(tags: dict[str, str], role: str) -> None:
    assert read(tags).role == role


@pytest.mark.parametrize(
    "tags", [{}, {"natural": "tree"}, {"entrance": "no"}, {"railway": "level_crossing"}]
)
def test_other_nodes_are_no_points(tags: dict[str, str]) -> None:
    assert read_node(tags, checked_on=None) is None


def test_a_moved_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BARRIER", {**tables.BARRIER, "stile": "gate"})
    assert word({"barrier": "stile"}, "barrier") != BARRIERS["stile"]


def test_a_reader_that_lets_the_good_word_step_in_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared, "KERB_CM", (0.0, 4000.0))
    monkeypatch.setattr(shared, "read_kerb_cm", shared.read_width_cm.func)
    assert bounds({"kerb": "flush", "kerb:height": "2"}, "step_cm") == (200, 200)


def test_the_junctions_signals_tell_nothing_of_the_walkers_light() -> None:
    assert read({"highway": "traffic_signals", "traffic_signals:sound": "yes"}).values == {}


def test_an_entrance_with_steps_is_a_raised_edge_whatever_its_kerb_says() -> None:
    tags = {"entrance": "main", "step_count": "3", "kerb": "flush"}
    assert (word(tags, "kerb"), bounds(tags, "step_cm")) == ("raised", None)
    assert bounds(tags, "step_count") == (3, 3)
