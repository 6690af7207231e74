"""Stretches over which something is not known: told once where they begin, never a link at a time.

What is unknown on most of the way is told in the overview; there the blocks
name the exceptions instead (design/routing.md, Price of the unknown).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from routeguide.directions.acts import Act, Maneuver
from routeguide.model.route import Route
from routeguide.model.traveller import Traveller
from routeguide.routing.relevance import relevant_kinds

MOSTLY = 0.8
"""An attribute unknown on more than this share of the metres is told once (routing.md)."""

OWN_WORDS = frozenset(
    {Act.CROSSING, Act.ROAD_CROSSING, Act.LIFT, Act.INSIDE, Act.GAP, Act.BARRIER, Act.START,
     Act.ARRIVE}
)  # fmt: skip
"""Maneuvers whose own words say what is not known; a stretch goes on through them."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Names of what is (not) confirmed over some metres from one maneuver on.

    ``is_long`` tells whether it goes on beyond that maneuver.
    """

    names: tuple[str, ...]
    length_m: float
    is_long: bool


def find_mostly_unknown(route: Route) -> frozenset[str]:
    """Return the attributes that are not confirmed on more than 80 % of the metres."""
    metres: Counter[str] = Counter()
    for segment in route.segments:
        for name in segment.unverified:
            metres[name] += round(segment.length_m * 100)
    least = MOSTLY * route.length_m * 100
    return frozenset(name for name, count in metres.items() if count > least)


def list_unknown_stretches(
    maneuvers: Sequence[Maneuver], said_once: frozenset[str]
) -> dict[int, list[Stretch]]:
    """Return by number of maneuver the stretches of unknown that begin there."""

    def lacks(maneuver: Maneuver, name: str) -> bool:
        return name in maneuver.unverified and not _tells_itself(maneuver, name)

    names = {name for m in maneuvers for name in m.unverified} - said_once
    return _list_stretches(maneuvers, names, lacks)


def _tells_itself(maneuver: Maneuver, name: str) -> bool:
    """Tell whether a maneuver's own words or caution say that this is not known."""
    if name == "footway":
        return "big_road" in maneuver.facts
    return name == "step_count" and maneuver.type is Act.STEPS


def list_exceptions(
    maneuvers: Sequence[Maneuver], said_once: frozenset[str], traveller: Traveller
) -> dict[int, list[Stretch]]:
    """Return where something that matters is confirmed though it is unknown on most of the way."""
    kinds = relevant_kinds(traveller)

    def holds(maneuver: Maneuver, name: str) -> bool:
        matters = maneuver.facts.get("way") in kinds.get(name, frozenset())
        return matters and name in maneuver.confirmed

    return _list_stretches(maneuvers, said_once, holds)


def _list_stretches(
    maneuvers: Sequence[Maneuver],
    names: frozenset[str] | set[str],
    holds: Callable[[Maneuver, str], bool],
) -> dict[int, list[Stretch]]:
    spans: dict[tuple[int, int], list[str]] = {}
    for name in sorted(names):
        for span in _spans(maneuvers, name, holds):
            spans.setdefault(span, []).append(name)
    found: dict[int, list[Stretch]] = {}
    for (first, last), together in sorted(spans.items()):
        metres = sum(m.length_m or 0.0 for m in maneuvers[first : last + 1])
        found.setdefault(first, []).append(Stretch(tuple(together), metres, last > first))
    return found


def _spans(
    maneuvers: Sequence[Maneuver], name: str, holds: Callable[[Maneuver, str], bool]
) -> Iterator[tuple[int, int]]:
    """Yield first and last number of the maneuvers in a row of which something holds."""
    first = last = None
    for number, maneuver in enumerate(maneuvers):
        if maneuver.type in OWN_WORDS:
            continue
        if holds(maneuver, name):
            first, last = number if first is None else first, number
        elif first is not None and last is not None:
            yield first, last
            first = last = None
    if first is not None and last is not None:
        yield first, last
