"""What prices need of a network's columns for every traveller alike, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.vocabulary import (
    Access,
    CrossingKind,
    Footway,
    Kind,
    RoadClass,
    SignalSound,
    Tactile,
    YesNo,
    code_of,
)
from routeguide.network.flags import SCHEMATIC
from routeguide.network.store import Network
from routeguide.routing.judge import Mask
from routeguide.routing.known import kinds_in

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
LEVEL_PCT, STEEPEST_PCT = 2.0, 10.0
"""Slopes to 2 % are not felt; above 12 % none is felt more (prices only)."""
VAGUE_PCT = 10.0
"""A bound wider than this says only up or down: no figure to go by."""


@dataclass(frozen=True, slots=True)
class Links:
    """The directed links: first node, and the place of their edge in a flat 2 x edges array.

    ``shut`` are the links that are closed to everybody, ``flat_shut`` their
    places; ``at_points`` those that leave a node with a kerb, gate or door.
    """

    tail: npt.NDArray[np.int32]
    flat: npt.NDArray[np.int32]
    shut: Rows
    flat_shut: Rows
    at_points: Rows


@dataclass(frozen=True, slots=True)
class Things:
    """Edge rows of what is met on the way, by name, and slopes that are known well enough."""

    rows: dict[str, Rows]
    slope_rows: Rows
    slope_pct: Floats


def links_of(network: Network) -> Links:
    """Return the directed links of a network."""
    kept = network.memo.get("links")
    if not isinstance(kept, Links):
        kept = network.memo["links"] = _read_links(network)
    return kept


def _read_links(network: Network) -> Links:
    counts = np.diff(network.column("link_indptr"))
    tail = np.repeat(np.arange(network.node_count, dtype=np.int32), counts)
    backward = network.column("link_backward").astype(np.int32)
    flat = backward * np.int32(network.edge_count) + network.column("link_edge")
    has_point = np.zeros(network.node_count, dtype=bool)
    has_point[network.column("point_node")] = True
    shut, at_points = np.flatnonzero(~network.link_open), np.flatnonzero(has_point[tail])
    return Links(tail, flat, shut, flat[shut].astype(np.intp), at_points)


def things_of(network: Network) -> Things:
    """Return the edge rows of lifts, stairs, signals and whatever else has a price or a wait."""
    kept = network.memo.get("things")
    if not isinstance(kept, Things):
        kept = network.memo["things"] = _read_things(network)
    return kept


def _read_things(network: Network) -> Things:
    def of(*kinds: Kind) -> Mask:
        return kinds_in(network, frozenset(kinds))

    how, sound = _word(network, "crossing"), _word(network, "signal_sound")
    signals = how == code_of(CrossingKind.SIGNALS)
    heard = np.isin(sound, [code_of(SignalSound.BUTTON), code_of(SignalSound.AUTOMATIC)])
    crossing = of(Kind.CROSSING)
    masks = {
        "steps": of(Kind.STEPS),
        "escalator": of(Kind.ESCALATOR),
        "moving_walkway": of(Kind.MOVING_WALKWAY),
        "lift": of(Kind.LIFT),
        "gate": of(Kind.TICKET_GATE),
        "level_crossing": of(Kind.LEVEL_CROSSING),
        "signal": crossing & signals,
        "unsignalled_crossing": crossing & ~signals,
        "silent_signal": crossing & signals & ~heard,
        "discouraged": _word(network, "access") == code_of(Access.DISCOURAGED),
        "unknown_inside": _unknown_insides(network, of(Kind.CORRIDOR)),
    }
    low, high = (np.asarray(network.values("edge", "slope_pct", part)) for part in ("low", "high"))
    known = np.flatnonzero(network.values("edge", "slope_pct", "evidence"))
    known = known[high[known] - low[known] <= VAGUE_PCT]
    middle = np.round((low[known].astype(np.float64) + high[known]) / 2, 3)
    return Things({name: np.flatnonzero(mask) for name, mask in masks.items()}, known, middle)


def mask_of(network: Network, name: str) -> Mask:
    """Return where a price a metre applies: big_road, no_footway, no_tactile, ..."""
    kept = network.memo.setdefault("masks", {})
    assert isinstance(kept, dict)  # noqa: S101 - nobody else uses the name
    found: Mask | None = kept.get(name)
    if found is None:
        found = kept[name] = MASKS[name](network)
    return found


def thing_mask(network: Network, name: str) -> Mask:
    """Return where one of the things is met: signal, steps, unsignalled_crossing, ..."""
    kept: Any = network.memo.get(f"where:{name}")
    if kept is None:
        kept = np.zeros(network.edge_count, dtype=bool)
        kept[things_of(network).rows[name]] = True
        network.memo[f"where:{name}"] = kept
    found: Mask = kept
    return found


def _big_road(network: Network) -> Mask:
    big: Mask = network.column("edge_class") >= code_of(RoadClass.TERTIARY)
    return kinds_in(network, frozenset({Kind.STREET})) & big


def _no_footway(network: Network) -> Mask:
    apart: Mask = _word(network, "footway") == code_of(Footway.APART)
    return kinds_in(network, frozenset({Kind.STREET})) & ~apart


def _no_tactile(network: Network) -> Mask:
    paved: Mask = _word(network, "tactile") == code_of(Tactile.CONTINUOUS)
    return kinds_in(network, frozenset(set(Kind) - {Kind.LIFT, Kind.ESCALATOR})) & ~paved


def _open_plaza(network: Network) -> Mask:
    plaza = network.column("edge_class") == code_of(RoadClass.PEDESTRIAN)
    found: Mask = plaza & (_word(network, "tactile") == 0)
    return found


def _unlit(network: Network) -> Mask:
    found: Mask = _word(network, "lit") == code_of(YesNo.NO)
    return found


def _no_handrail(network: Network) -> Mask:
    railed: Mask = _word(network, "handrail") == code_of(YesNo.YES)
    return kinds_in(network, frozenset({Kind.STEPS})) & ~railed


MASKS = {
    "big_road": _big_road,
    "no_footway": _no_footway,
    "no_tactile": _no_tactile,
    "open_plaza": _open_plaza,
    "unlit": _unlit,
    "no_handrail": _no_handrail,
}
"""Prices a metre, and where they apply."""


def steepness(network: Network, attribute: str) -> tuple[Rows, Floats]:
    """Return the edges steeper than 2 %, and by how many points (at most 10), either way."""
    name = f"steepness:{attribute}"
    if name not in network.memo:
        rows = np.flatnonzero(network.values("edge", attribute, "evidence"))
        low = np.asarray(network.values("edge", attribute, "low"), dtype=np.float64)[rows]
        high = np.asarray(network.values("edge", attribute, "high"), dtype=np.float64)[rows]
        over = np.maximum(0.0, np.abs((low + high) / 2) - LEVEL_PCT)
        steep = np.where(np.isfinite(over), np.minimum(over, STEEPEST_PCT), 0.0)
        network.memo[name] = (rows[steep > 0], steep[steep > 0])
    kept: Any = network.memo[name]
    found: tuple[Rows, Floats] = kept
    return found


def _unknown_insides(network: Network, corridor: Mask) -> Mask:
    """Where an inside is drawn whose true line and steps are not known."""
    inside = corridor & (network.column("edge_flags") & SCHEMATIC != 0)
    unknown: Mask = inside & (network.values("edge", "step_cm", "evidence") == 0)
    return unknown


def _word(network: Network, attribute: str) -> npt.NDArray[Any]:
    return network.values("edge", attribute, "word")
