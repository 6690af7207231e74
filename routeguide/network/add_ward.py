"""Insert the ward layer: stations, lifts, facilities and ward routes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import shapely

from routeguide.model.geodesy import distance_m, length_m
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.model.vocabulary import Kind, Status
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from routeguide.network.extract import Extract
from routeguide.network.join import Joiner
from routeguide.network.ward import WardLayer
from routeguide.network.ward_types import WardPassage

INSIDE_FACTOR = 1.3
"""Lengths inside stations that are not known: straight line times 1.3 (design/network.md)."""

ENTRANCE_REACH_M = 200.0
STATION_REACH_M = 100.0
ENTRANCE_TAGS = frozenset({"train_station_entrance", "subway_entrance"})


def add_ward_places(
    draft: Draft, layer: WardLayer, extract: Extract | None, obstacles: Sequence[shapely.LineString]
) -> None:
    """Add all places of the ward layer and join them to what is there.

    Call it when ways and ward routes stand in the draft. What cannot be
    joined is noted for the quality report with its reason.
    """
    for place in layer.places:
        draft.places[place.id] = place
        if place.lonlat:
            draft.nodes[place.id] = DraftNode(place.lonlat)
    for node in layer.nodes.values():
        if node.lonlat:
            draft.nodes.setdefault(node.id, DraftNode(node.lonlat, level=node.level))
    for passage in layer.passages:
        _add_passage(draft, passage)
    entrances = find_entrances(extract, layer.places) if extract else {}
    joiner = Joiner(draft, obstacles)
    own_way = set() if extract else find_route_ends(draft)
    for place in layer.places:
        if place.id not in own_way:
            _join_place(draft, layer, joiner, place, entrances.get(place.id, []))
        elif place.kind is PlaceKind.STATION:
            draft.starts[place.id] = (place.id,)
    joiner.cut_and_connect()


def _add_passage(draft: Draft, passage: WardPassage) -> None:
    if passage.from_id not in draft.nodes or passage.to_id not in draft.nodes:
        draft.note("位置が分からないため描いていない駅の中の通路", passage.id)
        return
    start, end = draft.nodes[passage.from_id], draft.nodes[passage.to_id]
    straight = distance_m(start.lonlat, end.lonlat)
    length = passage.length_m
    draft.add_edge(
        DraftEdge(
            key=f"ward:{passage.id}" if not passage.id.startswith("ward:") else passage.id,
            start=passage.from_id,
            end=passage.to_id,
            kind=passage.kind,
            line=passage.line or (start.lonlat, end.lonlat),
            length_m=_inside_length(passage.kind, straight) if length is None else length,
            values=passage.values,
            from_level=start.level,
            to_level=end.level,
            lift_id=passage.lift_id,
            status=passage.status,
            schematic=passage.schematic or length is None,
            note=passage.note,
        )
    )


def _inside_length(kind: Kind, straight_m: float) -> float:
    return straight_m if kind is Kind.LIFT else straight_m * INSIDE_FACTOR


def find_entrances(
    extract: Extract, places: Iterable[Place]
) -> dict[str, list[tuple[int, LonLat]]]:
    """Return the mapped entrances of each station: those within 200 m whose nearest station it is.

    Underground and surface stations stand close together, so an entrance is
    given to the nearest station only.
    """
    stations = [p for p in places if p.kind is PlaceKind.STATION and p.lonlat]
    found: dict[str, list[tuple[int, LonLat]]] = {}
    for node, tags in sorted(extract.node_tags.items()):
        if tags.get("railway") not in ENTRANCE_TAGS or not stations:
            continue
        at = extract.lonlat[node]
        gap, station = min((distance_m(at, s.lonlat or at), s.id) for s in stations)
        if gap <= ENTRANCE_REACH_M:
            found.setdefault(station, []).append((node, at))
    return found


def _join_place(
    draft: Draft,
    layer: WardLayer,
    joiner: Joiner,
    place: Place,
    entrances: list[tuple[int, LonLat]],
) -> None:
    if place.lonlat is None or place.status is Status.PLANNED:
        return
    if place.kind is PlaceKind.STATION:
        _join_station(draft, layer, joiner, place, entrances)
        return
    wanted = place.kind in {PlaceKind.EXIT, PlaceKind.FACILITY} and place.destination
    if wanted and not joiner.join(place.id, place.lonlat):
        draft.note("道につなげられない場所（75メートル以内に歩ける道がない）", place.id)


def find_route_ends(draft: Draft) -> set[str]:
    """Return the places that a ward route standing alone is joined to."""
    ends = [e for e in draft.edges.values() if e.connector and e.key.startswith("ward:route:")]
    return {end for edge in ends for end in (edge.start, edge.end)} & set(draft.places)


def _join_station(
    draft: Draft,
    layer: WardLayer,
    joiner: Joiner,
    place: Place,
    entrances: list[tuple[int, LonLat]],
) -> None:
    starts = [s for s in layer.station_starts.get(place.id, ()) if s in draft.nodes]
    if starts:
        draft.starts[place.id] = tuple(starts)
        return
    draft.starts[place.id] = (place.id,)
    for node, at in entrances:
        _add_entrance(draft, joiner, place, node, at)
    if entrances:
        return
    draft.note("出入口が分からず、駅の点から近くの道につないだ駅", place.id)
    if not joiner.join(place.id, place.lonlat or (0, 0), reach_m=STATION_REACH_M):
        draft.note("道につなげられない場所（100メートル以内に歩ける道がない）", place.id)


def _add_entrance(draft: Draft, joiner: Joiner, place: Place, node: int, at: LonLat) -> None:
    """Lead from the station's point to a mapped entrance; the inside between is not known."""
    key = f"n{node}"
    on_way = key in draft.nodes
    draft.nodes.setdefault(key, DraftNode(at, osm=node))
    line = (draft.nodes[place.id].lonlat, at)
    draft.add_edge(
        DraftEdge(
            key=f"ward:inside:{place.id}/n{node}",
            start=place.id,
            end=key,
            kind=Kind.CORRIDOR,
            line=line,
            length_m=length_m(line) * INSIDE_FACTOR,
            schematic=True,
        )
    )
    if not on_way and not joiner.join(key, at):
        draft.note("道につなげられない駅の出入口", f"{place.id} node {node}")
