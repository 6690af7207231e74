"""Pairs looked at by hand in real files: where a limit bites, and by which tag of which way.

Each row was found in the raw file with osmium and read by eye. With the looser
limit the cheapest way of 一般 (who have no other limit) takes the way or passes
the node named; with the stricter one it does not. Limits are inclusive: the
looser one is the tag's own value wherever it is a number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest

from routeguide.model.traveller import customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing import cost, judge
from routeguide.routing.cost import CostTables
from routeguide.routing.search import find_path
from routeguide.routing.steps import Found, Spot, tail_of

HEIDELBERG, NEUKOLLN, MIRAUSTR = "heidelberg.test.pbf", "neukolln.osm", "miraustr.osm.pbf"
Built = Callable[[str], tuple[Network, Path]]


@dataclass(frozen=True)
class Bite:
    """Where a limit bites: ``thing`` (w = way, n = node) has the ``tag``; from and to are nodes."""

    sample: str
    limit: str
    loose: object
    strict: object
    begin: int
    end: int
    thing: str
    tag: tuple[str, str]
    why: str

    @property
    def name(self) -> str:
        return f"{self.limit}-{self.thing}-{'='.join(self.tag)}"


H = HEIDELBERG
BITES = [
    # width: metres in the file, centimetres here
    Bite(H, "min_width_cm", 100, 101, 26999508, 27006021, "w32339572", ("width", "1"),
         "an asphalted footway one metre wide; Winzerstraße is 22 m longer"),
    Bite(H, "min_width_cm", 100, 101, 2368070347, 1263309085, "w241210823", ("width", "1"),
         "a path one metre wide; Hinterer Hirschweg is 72 m longer"),
    Bite(H, "min_width_cm", 80, 81, 3836379863, 3836379864, "w380294650", ("width", "0.8"),
         "a path of 80 cm; the track around it is 178 m longer"),
    # slope up: positive in the direction in which the way is drawn
    Bite(H, "max_slope_up_pct", 18, 17, 301699698, 355906011, "w41082531", ("incline", "18%"),
         "Burgweg, walked as drawn: up 18 %; the way round is 525 m longer"),
    Bite(H, "max_slope_up_pct", 15, 14, 1029461568, 137982821, "w88661894", ("incline", "15%"),
         "Pfaffengasse, walked as drawn: up 15 %"),
    Bite(H, "max_slope_up_pct", 12, 11, 270762204, 270762194, "w24918636", ("incline", "-12%"),
         "Am Mühlrain falls 12 % as drawn; walked from its end it climbs"),
    Bite(H, "max_slope_up_pct", 10, 9, 274278837, 274226565, "w220060031", ("incline", "-10%"),
         "a path that falls 10 % as drawn; walked from its far side it climbs"),
    # slope down
    Bite(H, "max_slope_down_pct", 11, 10, 19759504, 268243181, "w127455877", ("incline", "11%"),
         "Friedrich-Ebert-Straße climbs 11 % as drawn; walked from its end it falls"),
    Bite(H, "max_slope_down_pct", 7, 6, 278842963, 279007751, "w25581383", ("incline", "7%"),
         "Im Brühl climbs 7 % as drawn; walked from its end it falls"),
    Bite(H, "max_slope_down_pct", 30, 29, 303929444, 303929452, "w163448490", ("incline", "-30%"),
         "a path that falls 30 % as drawn"),
    # surface: cobblestone and unpaved are uneven, ground is loose
    Bite(H, "worst_surface", "uneven", "firm", 419293954, 1673946833, "w375514118",
         ("surface", "cobblestone"), "Leinpfad, cobbled; Neuenheimer Landstraße is 103 m longer"),
    Bite(H, "worst_surface", "loose", "uneven", 1825874191, 346450824, "w31146037",
         ("surface", "ground"), "a path of bare ground; the track beside it is 19 m longer"),
    Bite(H, "worst_surface", "uneven", "firm", 1393038712, 308651238, "w28098236",
         ("surface", "unpaved"), "an unpaved short cut of 34 m"),
    # smoothness: the words of OpenStreetMap, from excellent to impassable
    Bite(H, "worst_smoothness", "very_horrible", "horrible", 1825844936, 1379346361, "w175444345",
         ("smoothness", "very_horrible"), "Alte Kohlhöfer Steige, very horrible"),
    Bite(H, "worst_smoothness", "very_bad", "bad", 281560973, 281560953, "w25813943",
         ("smoothness", "very_bad"), "a path of very bad smoothness"),
    Bite(H, "worst_smoothness", "horrible", "very_bad", 3752214518, 260375287, "w35335570",
         ("smoothness", "horrible"), "a path of horrible smoothness"),
    # kerbs: Heidelberg's file holds next to none; Berlin's hold heights in centimetres
    Bite(NEUKOLLN, "max_step_cm", 4, 3, 9318634609, 475261802, "n4505399673",
         ("kerb:height", "4 cm"), "a kerb of 4 cm; the roads around it are 36 m longer"),
    Bite(NEUKOLLN, "max_step_cm", 7, 6, 8122152403, 8122152413, "n8122213922",
         ("kerb:height", "7 cm"), "a kerb of 7 cm; Thomasstraße and a lowered kerb lead around it"),
    Bite(NEUKOLLN, "max_step_cm", 5, 4, 8025418926, 9318634697, "n8122152401",
         ("kerb:height", "5 cm"), "a kerb of 5 cm; around it a raised one of unknown height"),
    Bite(MIRAUSTR, "max_step_cm", 3, 2, 11597902571, 11597902598, "n11597902573",
         ("kerb", "raised"), "raised without a number is over 3 cm: not known at 3, refused at 2"),
    # steps
    Bite(H, "stairs", "allowed", "never", 268243193, 268243191, "w24678740",
         ("step_count", "69"), "69 steps; Adalbert-Stifter-Straße is 224 m longer"),
    Bite(H, "stairs", "allowed", "never", 271326948, 262656844, "w24968689",
         ("highway", "steps"), "steps; An der Neckarspitze and Steinzeitweg are 317 m longer"),
    Bite(H, "stairs", "allowed", "never", 322159285, 322159277, "w29295531",
         ("highway", "steps"), "steps; Goethestraße and Freudenbergstraße are 423 m longer"),
]  # fmt: skip


def raw_tags(path: Path, thing: str) -> dict[str, str]:
    """Return the tags of one way or node, straight from the file."""
    kind = osmium.osm.WAY if thing.startswith("w") else osmium.osm.NODE
    found = (item for item in osmium.FileProcessor(str(path), kind) if item.id == int(thing[1:]))
    return dict(next(found).tags)


def walked(network: Network, bite: Bite, value: object, *, back: bool = False) -> list[Found]:
    """Return the cheapest path by scipy and by the hierarchy; empty when there is none."""
    ends = [Spot(node=network.find_node(f"n{node}")) for node in (bite.begin, bite.end)]
    begin, end = reversed(ends) if back else ends
    who = customise(get_preset("walk"), {bite.limit: value})
    tables = CostTables(network)
    found = []
    for _ in range(2):
        table = tables.get(who, UnknownPolicy.WARN)
        path = find_path(network, table, [begin], [end])
        found += [path] if path else []
    return found


def uses(network: Network, path: Found, thing: str) -> bool:
    """Tell whether a path walks along a way, or through a node."""
    if thing.startswith("w"):
        ways = network.column("edge_osm")[[step.edge for step in path.steps], 0]
        return int(thing[1:]) in ways.tolist()
    passed = {network.node_key(tail_of(network, step)) for step in path.steps[1:]}
    return thing in passed


def bites(network: Network, bite: Bite) -> bool:
    """Tell whether the looser limit uses the thing and the stricter one does not."""
    loose, strict = (walked(network, bite, value) for value in (bite.loose, bite.strict))
    assert len(loose) == 2
    used = {uses(network, path, bite.thing) for path in loose}
    spared = {uses(network, path, bite.thing) for path in strict}
    dearer = all(b.cost > a.cost for a, b in zip(loose, strict, strict=False))
    return used == {True} and spared <= {False} and dearer


@pytest.mark.parametrize("bite", BITES, ids=lambda bite: bite.name)
def test_where_a_limit_bites_the_stricter_one_goes_another_way(bite: Bite, built: Built) -> None:
    network, path = built(bite.sample)
    key, value = bite.tag
    assert raw_tags(path, bite.thing)[key] == value, bite.why
    assert bites(network, bite), bite.why


SLOPED = [bite for bite in BITES if "slope" in bite.limit]


@pytest.mark.parametrize("bite", SLOPED, ids=lambda bite: bite.name)
def test_a_slope_that_is_too_steep_one_way_is_no_bar_the_other_way(
    bite: Bite, built: Built
) -> None:
    network, _ = built(bite.sample)
    back = walked(network, bite, bite.strict, back=True)
    assert [uses(network, path, bite.thing) for path in back] == [True, True], bite.why


def test_every_limit_has_three_pairs_that_were_looked_at() -> None:
    limits = [bite.limit for bite in BITES]
    assert min(limits.count(limit) for limit in set(limits)) >= 3
    assert set(limits) == {
        "min_width_cm", "max_slope_up_pct", "max_slope_down_pct", "worst_surface",
        "worst_smoothness", "max_step_cm", "stairs",
    }  # fmt: skip


def _all_inside(_table: Any, _name: str, _who: Any, known: judge.Mask) -> Any:
    return np.zeros_like(known), known


def _flat(_network: Any, _who: Any, rows: Any, _low: Any, _high: Any) -> Any:
    return np.zeros(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)


def _no_points(*args: Any) -> Any:
    return np.zeros(args[0].node_count)


IGNORED: dict[str, tuple[Any, str, Any]] = {
    "min_width_cm": (judge, "_sides", _all_inside),
    "worst_surface": (judge, "_sides", _all_inside),
    "worst_smoothness": (judge, "_sides", _all_inside),
    "max_slope_up_pct": (judge, "_slope_sides", _flat),
    "max_slope_down_pct": (judge, "_slope_sides", _flat),
    "max_step_cm": (cost, "_point_cost", _no_points),
    "stairs": (judge, "_judge_kinds", lambda *_: None),
}


@pytest.mark.parametrize("limit", IGNORED)
def test_the_pairs_catch_a_build_that_ignores_a_limit(
    limit: str, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*IGNORED[limit])
    mine = [bite for bite in BITES if bite.limit == limit]
    assert not any(bites(built(bite.sample)[0], bite) for bite in mine)
