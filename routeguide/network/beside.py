"""Carriageways with a separately drawn footway, and landmarks beside passages."""

from __future__ import annotations

import shapely

from routeguide.model.geodesy import (
    bearing_deg,
    distance_m,
    metres_per_degree,
    point_along,
    turn_deg,
)
from routeguide.model.passage import LonLat
from routeguide.model.place import Landmark, PlaceKind
from routeguide.model.values import Fact
from routeguide.model.vocabulary import Closure, Evidence, Kind
from routeguide.network.draft import Draft, DraftEdge
from routeguide.network.extract import Extract, Tags
from routeguide.network.join import Foot, foot_on

FOOTWAY_REACH_M = 25.0
"""A separate footway within this distance is the one that sidewalk=separate tells of."""

LANDMARK_REACH_M = 25.0
ON_LINE_M = 1.5
"""Nearer than this to the line, a landmark lies on it and has no side."""

LANDMARKS: tuple[tuple[str, str, str], ...] = (
    ("highway", "traffic_signals", "signals"),
    ("highway", "bus_stop", "bus_stop"),
    ("highway", "elevator", "lift"),
    ("railway", "station", "station"),
    ("railway", "halt", "station"),
    ("railway", "subway_entrance", "station_entrance"),
    ("railway", "train_station_entrance", "station_entrance"),
    ("railway", "level_crossing", "level_crossing"),
    ("railway", "crossing", "level_crossing"),
    ("amenity", "toilets", "toilet"),
    ("amenity", "bench", "bench"),
    ("amenity", "police", "police"),
    ("amenity", "post_office", "post_office"),
    ("amenity", "pharmacy", "pharmacy"),
    ("amenity", "bank", "bank"),
    ("amenity", "school", "school"),
    ("amenity", "hospital", "hospital"),
    ("amenity", "library", "library"),
    ("amenity", "place_of_worship", "place_of_worship"),
    ("shop", "convenience", "convenience_store"),
    ("shop", "supermarket", "supermarket"),
)


def close_carriageways(draft: Draft) -> None:
    """Mark carriageways whose footway is said to be drawn separately.

    ``closure`` is ``footway_found`` (mapped) where a footway runs within 25 m
    of both quarter points and the middle, else ``footway_not_found``
    (inferred), which is noted for the quality report.
    """
    claimed = [e for e in draft.edges.values() if e.separate]
    kinds = {Kind.FOOTWAY, Kind.CROSSING, Kind.FOOTBRIDGE}
    footways = [e for e in draft.edges.values() if e.kind in kinds and not e.connector]
    if not claimed:
        return
    tree = shapely.STRtree([shapely.LineString(e.line) for e in footways])
    for edge in claimed:
        spots = [point_along(edge.line, edge.length_m * share) for share in (0.25, 0.5, 0.75)]
        found = all(_nearest(footways, tree, spot, FOOTWAY_REACH_M) for spot in spots)
        word = Closure.FOOTWAY_FOUND if found else Closure.FOOTWAY_NOT_FOUND
        evidence = Evidence.MAPPED if found else Evidence.INFERRED
        edge.values = {**edge.values, "closure": Fact(word, evidence, "rule:separate-footway")}
        if not found:
            draft.note("別の歩道があると書かれているが、25メートル以内に見つからない車道", edge.key)


def add_landmarks(draft: Draft, extract: Extract) -> None:
    """Add the landmarks of the extract, each with its nearest passage on the ground, if any."""
    edges = [e for e in draft.edges.values() if e.on_ground and not e.connector and e.length_m]
    tree = shapely.STRtree([shapely.LineString(e.line) for e in edges])
    for node, tags in sorted(extract.node_tags.items()):
        kind = landmark_kind(tags)
        if kind is None:
            continue
        at = extract.lonlat[node]
        near = _nearest(edges, tree, at, LANDMARK_REACH_M)
        name = tags.get("name:ja") or tags.get("name")
        if near is None:
            draft.landmarks.append(Landmark(kind, name, at))
            continue
        edge, foot = near
        draft.landmarks.append(
            Landmark(kind, name, at, edge.key, foot.offset_m, side_of(edge, foot, at))
        )


def add_drawn_landmarks(draft: Draft) -> None:
    """Add the landmarks that the ways themselves are: named corners and bridges; and facilities.

    A corner is a node where streets of two or more names meet; a bridge stands
    at the start of its passage.
    """
    names: dict[str, dict[str, DraftEdge]] = {}
    for edge in draft.edges.values():
        name = edge.names.get("ja")
        if name and edge.on_ground:
            for end in (edge.start, edge.end):
                names.setdefault(end, {}).setdefault(name, edge)
        if edge.bridge:
            draft.landmarks.append(Landmark("bridge", name, edge.line[0], edge.key, 0.0))
    for node, streets in sorted(names.items()):
        if len(streets) > 1:
            label = "と".join(sorted(streets))
            edge = min(streets.values(), key=lambda e: e.key)
            offset = 0.0 if edge.start == node else edge.length_m
            at = draft.nodes[node].lonlat
            draft.landmarks.append(Landmark("corner", label, at, edge.key, offset))
    _add_facilities(draft)


def _add_facilities(draft: Draft) -> None:
    """Add the ward's facilities as landmarks, but those that the map holds by the same name."""
    edges = [e for e in draft.edges.values() if e.on_ground and not e.connector and e.length_m]
    tree = shapely.STRtree([shapely.LineString(e.line) for e in edges])
    named = {mark.name for mark in draft.landmarks}
    for _, place in sorted(draft.places.items()):
        at = place.lonlat
        if place.kind is not PlaceKind.FACILITY or at is None or place.name in named:
            continue
        near = _nearest(edges, tree, at, LANDMARK_REACH_M)
        if near is not None:
            edge, foot = near
            side = side_of(edge, foot, at)
            draft.landmarks.append(
                Landmark("facility", place.name, at, edge.key, foot.offset_m, side)
            )


def landmark_kind(tags: Tags) -> str | None:
    """Return our word for a landmark; None for other things.

    A toilet that wheelchairs can use is another thing than one of which that is not known.
    """
    word = next((word for key, value, word in LANDMARKS if tags.get(key) == value), None)
    usable = {tags.get("wheelchair"), tags.get("toilets:wheelchair")} & {"yes", "designated"}
    return f"{word}_wheelchair" if word == "toilet" and usable else word


def side_of(edge: DraftEdge, foot: Foot, at: LonLat) -> str | None:
    """Return the side of ``at`` in the direction of the edge; None when it lies on the line."""
    if foot.gap_m < ON_LINE_M:
        return None
    behind = point_along(edge.line, max(0.0, foot.offset_m - 1))
    ahead = point_along(edge.line, min(edge.length_m, foot.offset_m + 1))
    if distance_m(behind, ahead) == 0:
        return None
    turn = turn_deg(bearing_deg(behind, ahead), bearing_deg(foot.at, at))
    return "right" if turn > 0 else "left"


def _nearest(
    edges: list[DraftEdge], tree: shapely.STRtree, at: LonLat, reach_m: float
) -> tuple[DraftEdge, Foot] | None:
    east, north = metres_per_degree(at[1])
    box = shapely.box(
        at[0] - reach_m / east, at[1] - reach_m / north,
        at[0] + reach_m / east, at[1] + reach_m / north,
    )  # fmt: skip
    feet = [(edges[i], foot_on(edges[i], at)) for i in tree.query(box).tolist()]
    near = [(edge, foot) for edge, foot in feet if foot.gap_m <= reach_m]
    return min(near, key=lambda pair: (pair[1].gap_m, pair[0].key)) if near else None


def obstacles_of(extract: Extract) -> list[shapely.LineString]:
    """Return the railways and waters on the ground, which joining lines must not cross."""
    ways = [way.nodes for way in extract.ways if is_obstacle(way.tags)]
    shores = [ring for area in extract.areas if is_obstacle(area.tags) for ring in area.outer]
    lines = ([extract.lonlat[n] for n in nodes if n in extract.lonlat] for nodes in ways + shores)
    return [shapely.LineString(line) for line in lines if len(line) > 1]


def is_obstacle(tags: Tags) -> bool:
    """Tell whether a way is a railway or water that lies open on the ground."""
    hidden = tags.get("tunnel", "no") != "no" or tags.get("layer", "0").startswith("-")
    raised = tags.get("bridge", "no") != "no"
    railway = tags.get("railway") in {"rail", "light_rail", "subway", "narrow_gauge", "monorail"}
    water = "waterway" in tags or tags.get("natural") == "water"
    return (railway or water) and not hidden and not raised
