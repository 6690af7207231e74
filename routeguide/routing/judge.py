"""The verdict on all passages and points at once, over the columns of a network.

Same rules as :mod:`routeguide.routing.verdict`; arrays have one entry an edge
or point. Bits of ``unverified`` are the rows of the attribute catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

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
    Evidence,
    Kerb,
    Kind,
    LiftState,
    Wheelchair,
    YesNo,
    code_of,
)
from routeguide.network.store import Network
from routeguide.routing.relevance import (
    SIGNALLED_ONLY,
    relevant_at_door,
    relevant_at_kerb,
    relevant_kinds,
)
from routeguide.routing.verdict import HIGHEST, LOWEST, ON_THE_ROAD, STOPS_WHEELS, WORST

Mask = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]
CONFIRMED_CODE = code_of(Evidence.MAPPED)
"""Evidence codes from here upwards are confirmed (mapped, survey)."""


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


class Table:
    """One table of a network (``edge`` or ``point``) with the few tests that rules need."""

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
    table = Table(network, "edge", network.edge_count)
    _judge_kinds(table, traveller)
    _judge_access(table, traveller, missing_matters=True)
    _judge_roads(table, traveller)
    _judge_reports(table)
    table.refused |= table.is_word("lift_status", LiftState.OUT)
    slope_kinds: Mask = np.zeros(network.edge_count, dtype=bool)
    for name, where in relevant_kinds(traveller).items():
        if name == "access":
            continue
        here = kinds_in(network, where)
        if name in SIGNALLED_ONLY:
            crossing = table.words("crossing")
            here = here & ~np.isin(
                crossing, [code_of(CrossingKind.MARKED), code_of(CrossingKind.UNMARKED)]
            )
        if name == "slope_pct":
            slope_kinds = here
        else:
            _compare(table, name, traveller, here)
    _judge_kerb_word(table, traveller)
    refused, unverified = _judge_slopes(network, traveller, slope_kinds)
    return Judged(table.refused, table.unverified, refused, unverified)


def judge_points(network: Network, traveller: Traveller) -> Judged:
    """Return the verdict on walking through every point of the network."""
    table = Table(network, "point", len(network.column("point_node")))
    barrier = table.words("barrier")
    if traveller.group is Group.WHEELS:
        stops = np.isin(barrier, [code_of(word) for word in STOPS_WHEELS])
        said_open = table.is_word("access", Access.YES)
        table.refused |= stops & ~said_open & ~table.is_word("wheelchair", Wheelchair.YES)
    _judge_access(table, traveller, missing_matters=False)
    _judge_reports(table)
    entrance = table.is_word("barrier", Barrier.ENTRANCE)
    kerb = (table.words("kerb") > 0) | (table.evidence("step_cm") > 0)
    for name in relevant_at_kerb(traveller):
        _compare(table, name, traveller, kerb if name == "tactile" else kerb | entrance)
    if traveller.group is Group.BLIND:
        table.unverified[entrance] &= ~bit_of("tactile")
    for name in relevant_at_door(traveller):
        _compare(table, name, traveller, barrier > 0)
    _judge_kerb_word(table, traveller)
    return Judged(table.refused, table.unverified)


def kinds_in(network: Network, wanted: frozenset[Kind]) -> Mask:
    """Where the kind of a passage is one of ``wanted``; worked out once a network."""
    kept = network.shared_memo.setdefault("kinds", {})
    assert isinstance(kept, dict)  # noqa: S101 - nobody else uses the name
    found: Mask | None = kept.get(wanted)
    if found is None:
        found = kept[wanted] = kind_mask(network.column("edge_kind"), wanted)
    return found


def kind_mask(kinds: npt.NDArray[Any], wanted: Iterable[Kind]) -> Mask:
    """Where one of these kinds is one of ``wanted``."""
    chosen = np.zeros(len(Kind) + 1, dtype=bool)
    chosen[[code_of(kind) for kind in wanted]] = True
    found: Mask = chosen[kinds]
    return found


def _judge_reports(table: Table) -> None:
    """Refuse to everybody what an overlay says is closed."""
    table.refused |= table.is_word("closed", YesNo.YES)


def _judge_kinds(table: Table, traveller: Traveller) -> None:
    never = []
    if traveller.stairs is Stairs.NEVER:
        never.append(Kind.STEPS)
    if traveller.escalator is Use.NEVER:
        never += [Kind.ESCALATOR, Kind.MOVING_WALKWAY]
    if traveller.lift is Use.NEVER:
        never.append(Kind.LIFT)
    if never:
        table.refused |= kinds_in(table.network, frozenset(never))


def _judge_access(table: Table, traveller: Traveller, *, missing_matters: bool) -> None:
    lifted = table.is_word("wheelchair", Wheelchair.YES)
    if traveller.group is not Group.WHEELS:
        lifted = np.zeros_like(lifted)
    closed = table.is_word("access", Access.NO) & ~_is_conditional(table)
    table.refused |= closed & ~lifted
    table.refused |= table.is_word("locked", YesNo.YES)
    if traveller.group is not Group.WALK:
        evidence = table.evidence("access")
        doubtful = (evidence < CONFIRMED_CODE) & ~lifted
        table.mark("access", doubtful if missing_matters else doubtful & (evidence > 0))
    if traveller.group is Group.WHEELS:
        table.refused |= table.is_word("wheelchair", Wheelchair.NO)
        table.mark("wheelchair", table.is_word("wheelchair", Wheelchair.LIMITED))


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


def _judge_roads(table: Table, traveller: Traveller) -> None:
    if traveller.group not in {Group.WHEELS, Group.BLIND}:
        return
    limit = traveller.road_without_footway
    if limit is not None:
        bigger = table.network.column("edge_class") > code_of(limit)
        on_road = kinds_in(table.network, ON_THE_ROAD)
        table.refused |= bigger & on_road & (table.evidence("width_cm") == 0)
    table.refused |= table.is_word("closure", Closure.FOOTWAY_FOUND)
    table.mark("closure", table.is_word("closure", Closure.FOOTWAY_NOT_FOUND))


def _judge_kerb_word(table: Table, traveller: Traveller) -> None:
    if traveller.group is not Group.WHEELS:
        return
    raised = table.is_word("kerb", Kerb.RAISED)
    if raised.any():
        excused = table.is_word("wheelchair", Wheelchair.YES)
        table.refused |= raised & ~excused
        table.mark("step_cm", raised & excused)


def _compare(table: Table, name: str, traveller: Traveller, here: Mask) -> None:
    evidence = table.evidence(name)
    known = evidence > 0
    confirmed = evidence >= CONFIRMED_CODE
    if not known.any():
        table.mark(name, here)
        return
    outside, inside = _sides(table, name, traveller, known)
    outside &= here
    table.refused |= outside
    table.mark(name, here & ~outside & ~(inside & confirmed))


def _sides(table: Table, name: str, traveller: Traveller, known: Mask) -> tuple[Mask, Mask]:
    """Return where a known value lies wholly outside its limit, and where wholly inside."""
    none = np.zeros_like(known)
    if name in HIGHEST and (limit := getattr(traveller, HIGHEST[name])) is not None:
        low, high = table.bounds(name)
        return known & (low > limit), known & (high <= limit)
    if name in LOWEST and (limit := getattr(traveller, LOWEST[name])) is not None:
        low, high = table.bounds(name)
        return known & (high < limit), known & (low >= limit)
    if name in WORST and (limit := getattr(traveller, WORST[name][0])) is not None:
        over = table.words(name) > code_of(limit)
        return known & over, known & ~over
    return none, known


def _judge_slopes(network: Network, traveller: Traveller, here: Mask) -> tuple[Mask, Mask]:
    """Return refusal and doubt by slope, forward and backward (2 x edges)."""
    size = network.edge_count
    refused = np.zeros((2, size), dtype=bool)
    unverified = np.zeros((2, size), dtype=bool)
    if not here.any():
        return refused, unverified
    evidence = network.evidence("edge", "slope_pct")
    known = (evidence > 0) & here
    confirmed = evidence >= CONFIRMED_CODE
    unverified[:] = here
    rows = np.flatnonzero(known)
    if len(rows) == 0:
        return refused, unverified
    low = network.values("edge", "slope_pct", "low")[rows]
    high = network.values("edge", "slope_pct", "high")[rows]
    for direction, (lo, hi) in enumerate(((low, high), (-high, -low))):
        outside, inside = _slope_sides(network, traveller, rows, lo, hi)
        refused[direction, rows] = outside
        unverified[direction, rows] = ~outside & ~(inside & confirmed[rows])
    return refused, unverified


def _slope_sides(
    network: Network,
    traveller: Traveller,
    rows: npt.NDArray[np.intp],
    low: npt.NDArray[Any],
    high: npt.NDArray[Any],
) -> tuple[Mask, Mask]:
    up = np.inf if traveller.max_slope_up_pct is None else traveller.max_slope_up_pct
    down = np.inf if traveller.max_slope_down_pct is None else traveller.max_slope_down_pct
    outside = (low > up) | (high < -down)
    inside = (high <= up) & (low >= -down)
    short, longest = traveller.short_slope_pct, traveller.short_slope_m
    if short is not None and longest is not None and outside.any():
        runs = steep_runs_m(network, min(up, down))[rows]
        excused = outside & (runs <= longest) & (high <= short) & (low >= -short)
        # A vague slope is no better known for being steeper than the limit (invariant 16).
        outside, inside = outside & ~excused, inside | (excused & (low == high))
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
