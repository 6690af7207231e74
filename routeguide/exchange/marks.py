"""What stands on a drawing beside the way: its ends, exits, lifts with their state, barriers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routeguide.directions.acts import LEGS, Act
from routeguide.directions.facts import LEVEL_CM
from routeguide.directions.phrase import Amount, Noun, Phrase, Spot, Unit, Value, say
from routeguide.directions.words import Words
from routeguide.exchange.stretches import Stretch
from routeguide.model.geodesy import MeasuredLine, distance_m
from routeguide.model.guidance import Line
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Route
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import LiftState, Status
from routeguide.network.store import Network

NEAR_M = 1_000.0
"""Exits and lifts of a station farther than this from both ends are not drawn."""

STANDS = frozenset({Act.BARRIER, Act.STEPS, Act.LEVEL_CROSSING})
"""Blocks that are something one has to get over or through."""


class MarkKind(StrEnum):
    """What a mark stands for."""

    START = "start"
    GOAL = "goal"
    EXIT = "exit"
    LIFT = "lift"
    BARRIER = "barrier"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on a drawing.

    ``name`` is its full name; ``state`` what is known of a lift at the expected
    arrival, else at departure. ``number`` is the block that tells of it, None
    where none does. ``is_out`` marks a lift that is not to be counted on.
    ``label`` is what stands on its sign, for beside it on the picture.
    """

    kind: MarkKind
    at: LonLat
    name: Line
    state: Line | None = None
    number: int | None = None
    is_out: bool = False
    label: str | None = None

    @property
    def text(self) -> str:
        """The name with what is known of its state."""
        return f"{self.name.text}: {self.state.text}" if self.state else self.name.text


def list_marks(
    answer: Answer, route: Route, stretches: Sequence[Stretch], network: Network, words: Words
) -> Iterator[Mark]:
    """Yield the marks of a route: exits and lifts of its stations, barriers, its ends last."""
    places = list(_places(answer, route, network))
    for place in places:
        if place.kind is PlaceKind.EXIT and place.lonlat and not _is_lift(place, places):
            sign = words.word(Spot(place))
            yield Mark(MarkKind.EXIT, place.lonlat, _name(words, network, place), label=sign)
    for lift in places:
        if lift.kind is PlaceKind.LIFT:
            yield from _lift(answer, route, stretches, network, words, lift)
    if answer.query.traveller.group is not Group.WALK:
        yield from _barriers(stretches, words)
    line = (route.segments[0].passage.line[0], route.segments[-1].passage.line[-1])
    ends = (MarkKind.START, answer.origin, "origin"), (MarkKind.GOAL, answer.destination, "goal")
    for (kind, end, word), at in zip(ends, line, strict=True):
        yield Mark(kind, at, words.value(Spot(end) if end else Noun("frame", word)))


def _places(answer: Answer, route: Route, network: Network) -> Iterator[Place]:
    """Yield what belongs to the stations at the ends, near the way; lifts that are ridden first."""
    ridden = {s.passage.lift_id for s in route.segments if s.passage.lift_id}
    yield from (network.places[lift] for lift in sorted(ridden) if lift in network.places)
    ends = [p for p in (answer.origin, answer.destination) if p is not None]
    stations = {p.id if p.kind is PlaceKind.STATION else p.parent for p in ends} - {None}
    corners = (route.segments[0].passage.line[0], route.segments[-1].passage.line[-1])
    for place in network.places.values():
        if place.parent not in stations or place.id in ridden or place.lonlat is None:
            continue
        if min(distance_m(place.lonlat, corner) for corner in corners) <= NEAR_M:
            yield place


def _is_lift(place: Place, places: Sequence[Place]) -> bool:
    """Tell whether an exit is a lift that is drawn as one."""
    return any(p.kind is PlaceKind.LIFT and p.lonlat == place.lonlat for p in places)


def _name(words: Words, network: Network, place: Place) -> Line:
    return words.value(Spot(place, network.places.get(place.parent or "")))


def _lift(
    answer: Answer, route: Route, stretches: Sequence[Stretch], network: Network, words: Words,
    place: Place,
) -> Iterator[Mark]:  # fmt: skip
    ride = next((s for s in route.segments if s.passage.lift_id == place.id), None)
    number = next((s.number for s in stretches if _rides(s, place)), None)
    at = place.lonlat or (ride.passage.line[0] if ride else None)
    if at is None:
        return
    if place.status is Status.PLANNED and ride is None:
        word, is_out = "lift_not_built", True
    else:
        state = ride.lift_state if ride and ride.lift_state else _state(answer, network, place)
        word, is_out = f"lift_{state}", state in {LiftState.OUT, LiftState.UNKNOWN}
    name, state_words = _name(words, network, place), words.value(Noun("picture", word))
    yield Mark(MarkKind.LIFT, at, name, state_words, number, is_out)


def _state(answer: Answer, network: Network, lift: Place) -> LiftState:
    """Return what is known of a lift at departure, or what is assumed of it."""
    changes = answer.assumed.changes if answer.assumed else ()
    if any(one.lift and one.lift.id == lift.id and one.change == "out" for one in changes):
        return LiftState.OUT
    return network.overlay.state_of(lift.id, answer.query.depart_at)[0]


def _rides(stretch: Stretch, lift: Place) -> bool:
    return bool(stretch.block.maneuver["facts"].get("lift_id") == lift.id)


def _barriers(stretches: Sequence[Stretch], words: Words) -> Iterator[Mark]:
    for stretch in stretches:
        facts = stretch.block.maneuver["facts"]
        if stretch.act in STANDS:
            yield Mark(MarkKind.BARRIER, stretch.at, stretch.block.said, number=stretch.number)
        if stretch.act in LEGS:
            line = MeasuredLine(stretch.line)
            for offset_m, phrase in _hazards(facts):
                at = line.point_at(facts.get("ahead_m", 0.0) + offset_m)
                yield Mark(MarkKind.BARRIER, at, words.line((phrase,)), number=stretch.number)


def _hazards(facts: dict[str, Any]) -> Iterator[tuple[float, Phrase]]:
    """Yield where on a leg a step or a narrow place is, in metres from its start."""
    if "step_cm" in facts:
        step, height = facts["step_cm"], _centimetres(facts["step_cm"])
        low, high = step["low"], step["high"]
        maybe = high is not None and (low is None or low < LEVEL_CM)
        told = Amount.of(high, Unit.CM) if maybe else height
        yield facts.get("step_at_m", 0.0), say("step_maybe" if maybe else "step", height=told)
    if "width_cm" in facts:
        yield facts.get("width_at_m", 0.0), say("narrow", width=_centimetres(facts["width_cm"]))


def _centimetres(bounds: dict[str, float | None]) -> Value | None:
    return Amount.within(bounds, Unit.CM)
