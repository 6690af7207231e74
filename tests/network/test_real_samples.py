"""Real extracts rich in attributes: what the raw file says arrives in the columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import pytest

from routeguide.model.vocabulary import Kind, code_of
from routeguide.network.store import Network

SAMPLES = (
    "heidelberg.test.pbf", "miraustr.osm.pbf", "neukolln.osm", "test_case.osm.pbf",
    "moorgate.osm.pbf", "wendlingen-bahnhof.osm.pbf",
)  # fmt: skip
WALKED = {"footway", "path", "pedestrian", "cycleway", "track", "steps", "bridleway"}
METRES = re.compile(r"\d+(\.\d+)?( ?m)?")
PERCENT = re.compile(r"[-+]?\d+(\.\d+)?%")


def raw_ways(path: Path, wanted: Callable[[dict[str, str]], bool]) -> set[int]:
    """Return the ids of ways with these tags and at least two different present nodes."""
    present = {n.id for n in osmium.FileProcessor(str(path), osmium.osm.NODE)}
    found = set()
    for way in osmium.FileProcessor(str(path), osmium.osm.WAY):
        tags, nodes = dict(way.tags), [n.ref for n in way.nodes]
        runs = any(a in present and b in present and a != b for a, b in zip(nodes, nodes[1:]))  # noqa: B905, RUF007
        if runs and wanted(tags):
            found.add(way.id)
    return found


def ways_with(network: Network, attribute: str) -> set[int]:
    """Return the way ids whose passages carry an attribute in the columns."""
    known = np.flatnonzero(network.values("edge", attribute, "evidence"))
    return set(network.column("edge_osm")[known, 0].tolist())


def drawn_ways(network: Network) -> set[int]:
    return set(network.column("edge_osm")[:, 0].tolist())


def is_walked(tags: dict[str, str]) -> bool:
    own_way = tags.get("highway") in WALKED and tags.get("area") != "yes"
    return own_way and "indoor" not in tags and tags.get("railway") != "platform"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_builds_and_reports_what_it_could_not_use(
    name: str, built: Callable[[str], tuple[Network, Path]]
) -> None:
    network, _ = built(name)
    assert network.edge_count > 100
    assert network.report["counts"]["nodes"] == network.node_count
    assert all(f["reason"] in {"unparsed", "implausible"} for f in network.report["findings"])


@pytest.mark.parametrize("name", ["heidelberg.test.pbf", "miraustr.osm.pbf", "neukolln.osm"])
def test_every_readable_width_of_a_walked_way_arrives(
    name: str, built: Callable[[str], tuple[Network, Path]]
) -> None:
    network, path = built(name)

    def readable(tags: dict[str, str]) -> bool:
        text = tags.get("width", "")
        plausible = METRES.fullmatch(text) and 0.3 <= float(text.rstrip(" m")) <= 30
        return is_walked(tags) and bool(plausible)

    raw = raw_ways(path, readable)
    assert len(raw) > 5
    assert raw & drawn_ways(network) <= ways_with(network, "width_cm")
    assert len(raw - drawn_ways(network)) <= 0.02 * len(raw)


@pytest.mark.parametrize("name", ["heidelberg.test.pbf", "test_case.osm.pbf"])
def test_every_readable_incline_arrives_with_its_sign(
    name: str, built: Callable[[str], tuple[Network, Path]]
) -> None:
    network, path = built(name)

    def readable(tags: dict[str, str]) -> bool:
        text = tags.get("incline", "")
        plain = PERCENT.fullmatch(text) and abs(float(text.rstrip("%"))) <= 40
        return is_walked(tags) and (bool(plain) or text in {"up", "down"})

    raw = raw_ways(path, readable)
    assert len(raw) > 10
    assert raw & drawn_ways(network) <= ways_with(network, "slope_pct")


def test_smoothness_and_surface_of_heidelberg_arrive(
    built: Callable[[str], tuple[Network, Path]],
) -> None:
    network, path = built("heidelberg.test.pbf")
    for key, words in (("smoothness", {"good", "bad", "excellent"}), ("surface", {"asphalt"})):
        raw = raw_ways(path, lambda tags, k=key, w=words: is_walked(tags) and tags.get(k) in w)  # type: ignore[misc]
        assert len(raw) > 100
        assert raw & drawn_ways(network) <= ways_with(network, key)


@pytest.mark.parametrize("name", ["miraustr.osm.pbf", "neukolln.osm", "test_case.osm.pbf"])
def test_kerbs_on_walked_ways_arrive_as_points_or_on_crossings(
    name: str, built: Callable[[str], tuple[Network, Path]]
) -> None:
    network, path = built(name)
    words = {"lowered", "flush", "raised", "rolled", "no"}
    kerbs = {
        node.id
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE)
        if dict(node.tags).get("kerb") in words
        and not {"highway", "crossing", "entrance", "railway"} & set(dict(node.tags))
    }
    stepped = network.values("point", "step_cm", "evidence") > 0
    keys = {network.node_key(n) for n in network.column("point_node")[stepped].tolist()}
    on_network = {k for k in kerbs if network.find_node(f"n{k}") is not None}
    assert len(on_network) > 3
    assert {f"n{k}" for k in on_network} <= keys


@pytest.mark.parametrize(
    "name", ["test_case.osm.pbf", "moorgate.osm.pbf", "wendlingen-bahnhof.osm.pbf"]
)
def test_lifts_of_a_station_can_be_ridden_between_levels(
    name: str, built: Callable[[str], tuple[Network, Path]]
) -> None:
    network, path = built(name)
    raw = {
        node.id
        for node in osmium.FileProcessor(str(path), osmium.osm.NODE)
        if dict(node.tags).get("highway") == "elevator"
    }
    raw_lift_ways = raw_ways(path, lambda tags: tags.get("highway") == "elevator")
    lifts = np.flatnonzero(network.column("edge_kind") == code_of(Kind.LIFT))
    ids = {network.passage(int(edge)).lift_id for edge in lifts}
    assert ids
    assert ids <= {f"lift:n{n}" for n in raw} | {f"lift:w{w}" for w in raw_lift_ways}
    told = network.report["notes"].get("階がひとつしか分からないエレベーター", {"count": 0})[
        "count"
    ]
    missing = [n for n in raw if f"lift:n{n}" not in ids]
    unjoined = [n for n in missing if network.find_node(f"n{n}") is None]
    assert len(missing) == told + len(unjoined)
    levels = network.column("edge_levels")[lifts]
    known = ~np.isnan(levels).any(axis=1)
    assert known.any()
    if name != "wendlingen-bahnhof.osm.pbf":  # its lifts are footprints, each on one level only
        assert (levels[known, 0] != levels[known, 1]).any()


def test_levels_of_a_big_station_arrive(built: Callable[[str], tuple[Network, Path]]) -> None:
    network, path = built("test_case.osm.pbf")
    one_level = re.compile(r"-?\d+")
    raw = raw_ways(
        path, lambda tags: is_walked(tags) and bool(one_level.fullmatch(tags.get("level", "")))
    )
    levels = network.column("edge_levels")
    told = set(network.column("edge_osm")[~np.isnan(levels).any(axis=1), 0].tolist())
    assert len(raw) > 100
    assert raw & drawn_ways(network) <= told


def test_steps_of_heidelberg_are_steps_whatever_else_they_say(
    built: Callable[[str], tuple[Network, Path]],
) -> None:
    network, path = built("heidelberg.test.pbf")
    raw = raw_ways(path, lambda tags: tags.get("highway") == "steps" and "conveying" not in tags)
    kinds = network.column("edge_kind")
    steps = set(network.column("edge_osm")[kinds == code_of(Kind.STEPS), 0].tolist())
    assert len(raw) > 1000
    assert raw & drawn_ways(network) <= steps
