"""The verdict on all passages and points at once, over the columns of a network.

Same rules as :mod:`routeguide.routing.verdict`; arrays have one entry an edge
or point. Bits of ``unverified`` are the rows of the attribute catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from routeguide.model.attributes import ATTRIBUTES, ROW
from routeguide.model.traveller import Group, Stairs, Traveller, Use
from routeguide.model.vocabulary import (
    Access,
    Barrier,
    Closure,
    CrossingKind,
    Kerb,
    Kind,
    LiftState,
    Wheelchair,
    YesNo,
    code_of,
)
from routeguide.network.store import Network
from routeguide.routing.known import (
    CONFIRMED_CODE,
    KnownRows,
    kind_mask,
    kinds_in,
    known_in,
    known_rows,
)
from routeguide.routing.relevance import (
    SIGNALLED_ONLY,
    relevant_at_door,
    relevant_at_kerb,
    relevant_kinds,
)
from routeguide.routing.verdict import BESIDE_THE_ROAD, HIGHEST, LOWEST, STOPS_WHEELS, WORST

Mask = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts on all rows of a table.

    ``refused`` and ``unverified`` hold for either direction; for edges,
    ``refused_by_slope`` and ``unverified_slope`` (2 x n: forward, backward)
    come on top.
    """

    refused: Mask
    unverified: Bits
    refused_by_slope: Mask | None = None
    unverified_slope: Mask | None = None


class Values(Protocol):
    """Bounds and words of attributes: of a whole table, or of the rows that know one."""

    def bounds(self, attribute: str) -> tuple[Array, Array]:
        """Return the bounds of a measure."""

    def words(self, attribute: str) -> Array:
        """Return the word codes of an attribute."""


class Table:
    """One table (``edge``, ``point``; ``kind`` holds doubts alone) with what rules need of it."""

    def __init__(self, network: Network, name: str, size: int) -> None:
        self.network = network
        self.name = name
        self.refused: Mask = np.zeros(size, dtype=bool)
        self.unverified: Bits = np.zeros(size, dtype=np.uint64)

    def is_word(self, attribute: str, word: StrEnum) -> Mask:
        """Where an attribute has this word."""
        found: Mask = self.words(attribute) == code_of(word)
        return found

    def words(self, attribute: str) -> npt.NDArray[Any]:
        """Return the word codes of an attribute (0 = not known)."""
        return self.network.values(self.name, attribute, "word")

    def evidence(self, attribute: str) -> npt.NDArray[np.uint8]:
        """Return the evidence codes of an attribute, outlived values marked."""
        return self.network.evidence(self.name, attribute)

    def mark(self, attribute: str, where: Mask) -> None:
        """Mark an attribute as unverified."""
        self.unverified[where] |= bit_of(attribute)

    def bounds(self, attribute: str) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Return the bounds of a measure (NaN = not known)."""
        low = self.network.values(self.name, attribute, "low")
        return low, self.network.values(self.name, attribute, "high")


def bit_of(attribute: str) -> np.uint64:
    """Return the bit of an attribute in ``unverified``."""
    return np.uint64(1 << ROW[attribute])


@lru_cache(maxsize=4096)
def names_of(bits: int) -> tuple[str, ...]:
    """Return the attribute names of some bits, sorted."""
    return tuple(
        sorted(attribute.name for row, attribute in enumerate(ATTRIBUTES) if bits >> row & 1)
    )


def judge_edges(network: Network, traveller: Traveller) -> Judged:
    """Return the verdict on every passage of the network for a traveller."""
    alike = _for_group(network, traveller.group)
    refused = alike.refused.copy()
    _judge_kinds(network, traveller, refused)
    relevant = {
        name: where for name, where in relevant_kinds(traveller).items() if name != "access"
    }
    unverified = _unknown_bits(network, relevant)
    for name, where in relevant.items():
        if name != "slope_pct":
            _compare_known(name, known_in(network, name, where), traveller, refused, unverified)
    unverified |= alike.unverified
    _judge_roads(network, traveller, refused, unverified)
    steep, vague = _judge_slopes(network, traveller, relevant.get("slope_pct", frozenset()))
    return Judged(refused, unverified, steep, vague)


def _for_group(network: Network, group: Group) -> Judged:
    """Return what is alike for a whole group, whatever their limits; worked out once a network."""
    kept = network.memo.setdefault("group", {})
    assert isinstance(kept, dict)  # noqa: S101 - nobody else uses the name
    found: Judged | None = kept.get(group)
    if found is None:
        table = Table(network, "edge", network.edge_count)
        _judge_access(table, group, missing_matters=True)
        _judge_reports(table)
        table.refused |= table.is_word("lift_status", LiftState.OUT)
        _judge_kerb_word(table, group)
        found = kept[group] = Judged(table.refused, table.unverified)
    return found


def _unknown_bits(network: Network, relevant: Mapping[str, frozenset[Kind]]) -> Bits:
    """Return the bits of what is relevant by the kind of each passage, as if nothing were known.

    Slopes have bits of their own, one a direction.
    """
    kinds = Table(network, "kind", len(Kind) + 1)
    for name, where in relevant.items():
        if name != "slope_pct":
            kinds.mark(name, kind_mask(np.arange(len(Kind) + 1), where))
    bits: Bits = np.take(kinds.unverified, network.column("edge_kind"))
    for name in SIGNALLED_ONLY & set(relevant):
        crossing = known_rows(network, "crossing")
        plain = [code_of(CrossingKind.MARKED), code_of(CrossingKind.UNMARKED)]
        bits[crossing.rows[np.isin(crossing.codes, plain)]] &= ~bit_of(name)
    return bits


def _compare_known(
    name: str, known: KnownRows, traveller: Traveller, refused: Mask, unverified: Bits
) -> None:
    """Compare what is known of one attribute with its limit: refuse, or clear the doubt."""
    outside, inside = _sides(known, name, traveller, np.ones(len(known.rows), dtype=bool))
    refused[known.rows[outside]] = True
    unverified[known.rows[outside | (inside & known.confirmed)]] &= ~bit_of(name)


def judge_points(network: Network, traveller: Traveller) -> Judged:
    """Return the verdict on walking through every point of the network."""
    table = Table(network, "point", len(network.column("point_node")))
    barrier = table.words("barrier")
    if traveller.group is Group.WHEELS:
        stops = np.isin(barrier, [code_of(word) for word in STOPS_WHEELS])
        said_open = table.is_word("access", Access.YES)
        lifted, vouched = _lifted(table, traveller.group)
        table.refused |= stops & ~said_open & ~lifted
        table.mark("barrier", stops & ~said_open & lifted & ~vouched)
    _judge_access(table, traveller.group, missing_matters=False)
    _judge_reports(table)
    entrance = table.is_word("barrier", Barrier.ENTRANCE)
    kerb = (table.words("kerb") > 0) | (table.evidence("step_cm") > 0)
    for name in relevant_at_kerb(traveller):
        _compare(table, name, traveller, kerb if name == "tactile" else kerb | entrance)
    if traveller.group is Group.BLIND:
        table.unverified[entrance] &= ~bit_of("tactile")
    for name in relevant_at_door(traveller):
        _compare(table, name, traveller, barrier > 0)
    _judge_kerb_word(table, traveller.group)
    return Judged(table.refused, table.unverified)


def _judge_reports(table: Table) -> None:
    """Refuse to everybody what an overlay says is closed."""
    table.refused |= table.is_word("closed", YesNo.YES)


def _judge_kinds(network: Network, traveller: Traveller, refused: Mask) -> None:
    never = []
    if traveller.stairs is Stairs.NEVER:
        never.append(Kind.STEPS)
    if traveller.escalator is Use.NEVER:
        never += [Kind.ESCALATOR, Kind.MOVING_WALKWAY]
    if traveller.lift is Use.NEVER:
        never.append(Kind.LIFT)
    if never:
        refused |= kinds_in(network, frozenset(never))


def _judge_access(table: Table, group: Group, *, missing_matters: bool) -> None:
    lifted, vouched = _lifted(table, group)
    closed = table.is_word("access", Access.NO) & ~_is_conditional(table)
    table.refused |= closed & ~lifted
    table.refused |= table.is_word("locked", YesNo.YES)
    if group is not Group.WALK:
        evidence = table.evidence("access")
        doubtful = ((evidence < CONFIRMED_CODE) | (closed & lifted)) & ~vouched
        table.mark("access", doubtful if missing_matters else doubtful & (evidence > 0))
    if group is Group.WHEELS:
        table.refused |= table.is_word("wheelchair", Wheelchair.NO)
        table.mark("wheelchair", table.is_word("wheelchair", Wheelchair.LIMITED))


def _lifted(table: Table, group: Group) -> tuple[Mask, Mask]:
    """Return where wheelchair=yes lifts a refusal for wheels, and where that is confirmed."""
    lifted = table.is_word("wheelchair", Wheelchair.YES)
    if group is not Group.WHEELS:
        lifted = np.zeros_like(lifted)
    return lifted, lifted & (table.evidence("wheelchair") >= CONFIRMED_CODE)


def _is_conditional(table: Table) -> Mask:
    """Where the access depends on a condition, which the timed search evaluates."""
    name = f"conditional:{table.name}"
    if name not in table.network.memo:
        table.network.memo[name] = _find_conditional(table)
    kept: Any = table.network.memo[name]
    mask: Mask = kept
    return mask


def _find_conditional(table: Table) -> Mask:
    words = table.words("hours")
    numbers = np.unique(words)
    found = [n for n in numbers.tolist() if "conditional:" in (table.network.text(n) or "")]
    mask: Mask = np.isin(words, found) if found else np.zeros(len(words), dtype=bool)
    return mask


def _judge_roads(network: Network, traveller: Traveller, refused: Mask, unverified: Bits) -> None:
    limit = traveller.road_without_footway
    if limit is not None:
        bigger = network.column("edge_class") > code_of(limit)
        words = network.values("edge", "footway", "word")
        beside = np.isin(words, [code_of(word) for word in BESIDE_THE_ROAD])
        rails = kinds_in(network, frozenset({Kind.LEVEL_CROSSING})) & ~beside
        on_road = kinds_in(network, frozenset({Kind.STREET})) | rails
        refused |= bigger & on_road & (network.evidence("edge", "width_cm") == 0)
    if traveller.group not in {Group.WHEELS, Group.BLIND}:
        return
    closure = known_rows(network, "closure")
    refused[closure.rows[closure.codes == code_of(Closure.FOOTWAY_FOUND)]] = True
    doubtful = closure.codes == code_of(Closure.FOOTWAY_NOT_FOUND)
    unverified[closure.rows[doubtful]] |= bit_of("closure")


def _judge_kerb_word(table: Table, group: Group) -> None:
    if group is not Group.WHEELS:
        return
    raised = table.is_word("kerb", Kerb.RAISED)
    if raised.any():
        excused = table.is_word("wheelchair", Wheelchair.YES)
        table.refused |= raised & ~excused
        table.mark("step_cm", raised & excused)


def _compare(table: Table, name: str, traveller: Traveller, here: Mask) -> None:
    evidence = table.evidence(name)
    known = evidence > 0
    if not known.any():
        table.mark(name, here)
        return
    outside, inside = _sides(table, name, traveller, known)
    outside &= here
    table.refused |= outside
    table.mark(name, here & ~outside & ~(inside & (evidence >= CONFIRMED_CODE)))


def _sides(values: Values, name: str, traveller: Traveller, known: Mask) -> tuple[Mask, Mask]:
    """Return where a known value lies wholly outside its limit, and where wholly inside."""
    if name in HIGHEST and (limit := getattr(traveller, HIGHEST[name])) is not None:
        low, high = values.bounds(name)
        return known & (low > limit), known & (high <= limit)
    if name in LOWEST and (limit := getattr(traveller, LOWEST[name])) is not None:
        low, high = values.bounds(name)
        return known & (high < limit), known & (low >= limit)
    if name in WORST and (limit := getattr(traveller, WORST[name][0])) is not None:
        over = values.words(name) > code_of(limit)
        return known & over, known & ~over
    return np.zeros_like(known), known


def _judge_slopes(
    network: Network, traveller: Traveller, kinds: frozenset[Kind]
) -> tuple[Mask, Mask]:
    """Return refusal and doubt by slope, forward and backward (2 x edges)."""
    refused = np.zeros((2, network.edge_count), dtype=bool)
    unverified = np.zeros((2, network.edge_count), dtype=bool)
    if not kinds:
        return refused, unverified
    unverified[:] = kinds_in(network, kinds)
    known = known_in(network, "slope_pct", kinds)
    low, high = known.low, known.high
    for direction, (lo, hi) in enumerate(((low, high), (-high, -low))):
        outside, inside = _slope_sides(network, traveller, known.rows, lo, hi)
        refused[direction, known.rows[outside]] = True
        unverified[direction, known.rows[outside | (inside & known.confirmed)]] = False
    return refused, unverified


def _slope_sides(
    network: Network, traveller: Traveller, rows: npt.NDArray[np.intp], low: Array, high: Array
) -> tuple[Mask, Mask]:
    up = np.inf if traveller.max_slope_up_pct is None else traveller.max_slope_up_pct
    down = np.inf if traveller.max_slope_down_pct is None else traveller.max_slope_down_pct
    outside = (low > up) | (high < -down)
    inside = (high <= up) & (low >= -down)
    short, longest = traveller.short_slope_pct, traveller.short_slope_m
    if short is not None and longest is not None and outside.any():
        steep = np.flatnonzero(outside)
        runs = steep_runs_m(network, min(up, down))[rows[steep]]
        low, high = low[steep], high[steep]
        excused = (runs <= longest) & (high <= short) & (low >= -short)
        # A vague slope is no better known for being steeper than the limit (invariant 16).
        outside[steep[excused]] = False
        inside[steep[excused & (low == high)]] = True
    return outside, inside


def steep_runs_m(network: Network, limit_pct: float) -> npt.NDArray[np.float64]:
    """Return for every edge the length of the contiguous steep run it belongs to, in metres.

    Steep is a slope wholly over ``limit_pct`` either way; edges that are not
    steep have 0. Where steep edges branch, the whole connected piece counts:
    longer than any run walked on it, so a limit is never evaded by cutting a
    slope into pieces.
    """
    kept: Any = network.memo.get("steep_runs")
    if kept is None or kept[0] != limit_pct:
        # One limit is kept: there are as many as people type.
        kept = network.memo["steep_runs"] = (limit_pct, _find_steep_runs(network, limit_pct))
    runs: npt.NDArray[np.float64] = kept[1]
    return runs


def _find_steep_runs(network: Network, limit_pct: float) -> npt.NDArray[np.float64]:
    low = np.asarray(network.values("edge", "slope_pct", "low"))
    high = np.asarray(network.values("edge", "slope_pct", "high"))
    steep = np.flatnonzero((low > limit_pct) | (high < -limit_pct))
    runs = np.zeros(network.edge_count, dtype=np.float64)
    if len(steep) == 0:
        return runs
    start, end = network.column("edge_start")[steep], network.column("edge_end")[steep]
    nodes, index = np.unique(np.concatenate([start, end]), return_inverse=True)
    a, b = index[: len(steep)], index[len(steep) :]
    graph = csr_array((np.ones(len(steep)), (a, b)), shape=(len(nodes), len(nodes)))
    _, labels = connected_components(graph, directed=False)
    lengths = np.bincount(labels[a], weights=network.column("edge_length_m")[steep])
    runs[steep] = lengths[labels[a]]
    return runs
