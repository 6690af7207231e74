"""Places, lifts and what was found, in the shape of the API's answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from routeguide.directions.phrase import Spot
from routeguide.directions.words import Words
from routeguide.exchange.network_info import network_stamp
from routeguide.exchange.place_answers import (
    DoorRow,
    EntranceRow,
    ExitRow,
    FacilitiesAnswer,
    FacilityDetail,
    KnownValue,
    LiftRow,
    LiftWindow,
    NetworkStamp,
    OutagesAnswer,
    PlaceDetail,
    PlaceRow,
    PlacesAnswer,
    PlatformRow,
    StationDetail,
    StationsAnswer,
    ToldNeed,
    WaysOutRow,
)
from routeguide.exchange.segment_json import known_to_json, position
from routeguide.model.facility_kind import kind_of_category
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import get_preset
from routeguide.model.values import Known
from routeguide.model.vocabulary import LiftState
from routeguide.network.store import Network
from routeguide.routing.finding import Found, Hit
from routeguide.routing.lift_status import LiftStatus, list_statuses, status_of
from routeguide.routing.needs import NEED_JA, Need, Told, list_parts, list_told
from routeguide.routing.places import list_group
from routeguide.routing.step_free import find_ways_out

DOOR = "platform_door:"
WHEELS = "wheelchair_manual"
Namer = Callable[[Need], str]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of places: on one network, in one language, at one moment (aware)."""

    network: Network
    words: Words
    at: datetime
    need_name: Namer = NEED_JA.__getitem__

    def label(self, place: Place | None, station: Place | None = None) -> str | None:
        """Return a place's name in the language; None without a place."""
        return self.words.word(Spot(place, station)) if place else None

    def stamp(self) -> NetworkStamp:
        """Return which network this is told of."""
        return NetworkStamp(**network_stamp(self.network))

    # -- rows -----------------------------------------------------------------

    def row(self, hit: Hit) -> PlaceRow:
        """Return a place as a row of a list."""
        return PlaceRow(**self._row(hit.place, hit))

    def place(self, place: Place) -> PlaceDetail:
        """Return a place of any kind with its published values."""
        return PlaceDetail(**self._detail(place))

    def station(self, place: Place) -> StationDetail:
        """Return a station with exits, lifts, platforms, doors and toilets."""
        parts = list_parts(self.network, place.id)
        by_kind = {
            kind: [part for part in parts if part.kind is kind]
            for kind in (PlaceKind.EXIT, PlaceKind.LIFT, PlaceKind.PLATFORM)
        }
        doors = {name: known for name, known in place.facts.items() if name.startswith(DOOR)}
        return StationDetail(
            **self._detail(place),
            group=[other.id for other in list_group(self.network, place) if other is not place],
            lines=_known(place, "lines"),
            step_free_routes=_known(place, "step_free_routes"),
            step_free_exits=self._ways_out(place),
            toilets=_known(place, "toilets"),
            exits=[self._exit(part) for part in by_kind[PlaceKind.EXIT]],
            lifts=[
                self.lift(status_of(self.network, part.id, self.at))
                for part in by_kind[PlaceKind.LIFT]
            ],
            platforms=[
                PlatformRow(
                    id=part.id,
                    label=self.label(part) or part.name,
                    door=_known(part, "platform_door"),
                )
                for part in by_kind[PlaceKind.PLATFORM]
            ],
            platform_doors=[
                DoorRow(line=name.removeprefix(DOOR), door=to_known(known))
                for name, known in doors.items()
            ],
        )

    def facility(self, place: Place) -> FacilityDetail:
        """Return a facility with its entrance, toilets and equipment."""
        node = self.network.place_node.get(place.id)
        point = self.network.point(node) if node is not None else None
        step = point.values.get("step_cm") if point else None
        return FacilityDetail(
            **self._detail(place),
            entrance=EntranceRow(
                point_is="entrance" if place.point_is == "entrance" else "building",
                lonlat=_at(place.lonlat),
                step_cm=to_known(step) if step else None,
            ),
            toilets=_known(place, "toilets"),
            equipment=_known(place, "equipment"),
        )

    def lift(self, status: LiftStatus) -> LiftRow:
        """Return a lift with its state, when it was last confirmed, and what is planned."""
        place = status.place
        return LiftRow(
            id=status.id,
            label=self.label(place) or status.id,
            station=status.station.id if status.station else None,
            station_label=self.label(status.station),
            existence=place.status if place else None,
            state=status.state,
            until=status.until,
            since=status.since,
            last_confirmed_at=status.confirmed_at,
            age_minutes=None if status.age is None else int(status.age.total_seconds() // 60),
            planned=[
                LiftWindow(begins=one.begins, ends=one.ends, source=one.source)
                for one in status.planned
            ],
            source=status.source,
            lonlat=_at(place.lonlat) if place else None,
            levels=_known(place, "levels"),
            hours=_known(place, "hours"),
        )

    def _ways_out(self, place: Place) -> WaysOutRow | None:
        found = find_ways_out(self.network, place, get_preset(WHEELS), self.at)
        if found is None:
            return None
        return WaysOutRow(
            confirmed=[one.id for one in found.confirmed],
            possible=[one.id for one in found.possible],
        )

    def _exit(self, part: Place) -> ExitRow:
        return ExitRow(
            id=part.id,
            label=self.label(part) or part.name,
            lonlat=_at(part.lonlat),
            destination=part.destination,
            why_not=part.why_not,
            means=_known(part, "facilities"),
            hours=_known(part, "hours"),
        )

    def _row(self, place: Place, hit: Hit | None = None) -> dict[str, Any]:
        metres = hit.distance_m if hit else None
        is_facility = place.kind is PlaceKind.FACILITY
        return {
            "id": place.id,
            "kind": place.kind,
            "name": place.name,
            "label": self.label(place),
            "kana": place.kana,
            "kana_checked": place.kana_checked,
            "names": dict(place.names),
            "category": place.category,
            "facility_kind": kind_of_category(place.category) if is_facility else None,
            "lonlat": _at(place.lonlat),
            "in_ward": place.in_ward,
            "destination": place.destination,
            "why_not": place.why_not,
            "caution": place.caution,
            "on_network": _is_on_network(self.network, place),
            "distance_m": None if metres is None else round(metres),
            "needs": [self._need(need, told) for need, told in (hit.needs if hit else {}).items()],
        }

    def _detail(self, place: Place) -> dict[str, Any]:
        told = list_told(self.network, place, self.at)
        return {
            **self._row(place, Hit(place, needs=told)),
            "address": place.address,
            "telephone": place.telephone,
            "licence": place.licence,
            "facts": {name: to_known(known) for name, known in sorted(place.facts.items())},
        }

    def _need(self, need: Need, told: Told) -> ToldNeed:
        known = to_known(told.known) if told.known else None
        return ToldNeed(need=need, name=self.need_name(need), answer=told.held, known=known)

    # -- answers --------------------------------------------------------------

    def stations(self, found: Found) -> StationsAnswer:
        """Return the stations that were found."""
        return StationsAnswer(stations=self._rows(found.hits), **self._found(found))

    def facilities(self, found: Found) -> FacilitiesAnswer:
        """Return the facilities that were found."""
        return FacilitiesAnswer(facilities=self._rows(found.hits), **self._found(found))

    def found(self, found: Found) -> PlacesAnswer:
        """Return stations and facilities that were found."""
        return PlacesAnswer(places=self._rows(found.hits), **self._found(found))

    def outages(self) -> OutagesAnswer:
        """Return all lifts by what is known of them."""
        statuses = list_statuses(self.network, self.at)

        def those(*states: LiftState) -> list[LiftRow]:
            return [self.lift(one) for one in statuses if one.state in states]

        return OutagesAnswer(
            network=self.stamp(),
            at=self.at,
            out=those(LiftState.OUT),
            unknown=those(LiftState.UNKNOWN),
            planned=[self.lift(one) for one in statuses if one.planned],
            confirmed=those(LiftState.CONFIRMED),
            no_report=sum(one.state is LiftState.NO_REPORT for one in statuses),
        )

    def _found(self, found: Found) -> dict[str, Any]:
        return {
            "network": self.stamp(),
            "at": self.at,
            "unknown": self._rows(found.unknown),
            "total": found.total,
            "total_unknown": found.total_unknown,
            "without": found.without,
        }

    def _rows(self, hits: tuple[Hit, ...]) -> list[PlaceRow]:
        return [self.row(hit) for hit in hits]


def to_known(known: Known) -> KnownValue:
    """Return a value with how it is known, and its note."""
    return KnownValue(**known_to_json(known), note=known.note)


def _known(place: Place | None, name: str) -> KnownValue | None:
    known = place.facts.get(name) if place else None
    return to_known(known) if known else None


def _at(lonlat: LonLat | None) -> list[float] | None:
    return position(lonlat) if lonlat else None


def _is_on_network(network: Network, place: Place) -> bool:
    """Tell whether any way of the network leads to a place."""
    return place.id in _reachable(network)


def _reachable(network: Network) -> frozenset[str]:
    memo = network.base.memo
    kept = memo.get("reachable places")
    if not isinstance(kept, frozenset):
        kept = memo["reachable places"] = frozenset(network.report.get("reachable", []))
    return kept
