"""What a path amounts to: metres, seconds, crossings, slopes; and in what one beats another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
import numpy.typing as npt

from routeguide.model.route import Better, RoadCrossed
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import CrossingKind
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable, Floats, rules
from routeguide.routing.judge import Mask
from routeguide.routing.known import kinds_in
from routeguide.routing.movements import find_crossed
from routeguide.routing.relevance import SLOPED
from routeguide.routing.rows import VAGUE_PCT, mask_of, steepness, thing_mask
from routeguide.routing.segments import list_walked
from routeguide.routing.steps import Step, walked_of
from routeguide.routing.timing import find_closed, step_seconds

LEAST_M, LEAST_S, LEAST_SHARE = 20.0, 60.0, 0.1
"""Less than 20 m, a minute or a tenth of the way is no difference worth telling."""
LEAST_STEPS = 3
"""Nor are one or two steps."""
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PathMeasures:
    """Sums over a path. Metres, seconds, counts.

    ``steep`` is metres times percentage points over 2 % (either way, known
    slopes only), ``steepest`` the most of those points, ``unsloped_m`` metres
    of which no slope is known; ``doubtful_m`` metres with anything relevant
    unconfirmed; ``bare_m`` metres without continuous tactile paving.
    ``signals`` counts crossings known to have signals, ``unsignalled`` all
    other roads that are told to be crossed; ``flights`` of ``stairs`` steps.
    """

    length_m: float
    duration_s: float
    steep: float
    steepest: float
    unsloped_m: float
    doubtful_m: float
    bare_m: float
    big_road_m: float
    signals: int
    unsignalled: int
    flights: int
    stairs: float

    @property
    def confirmed_share(self) -> float:
        """The share of the length of which everything relevant is confirmed."""
        return 1 - self.doubtful_m / self.length_m if self.length_m else 1.0

    @property
    def bare_share(self) -> float:
        """The share of the length without continuous tactile paving."""
        return self.bare_m / self.length_m if self.length_m else 0.0


def measure(
    network: Network,
    table: CostTable,
    steps: Sequence[Step],
    depart_at: datetime,
    crossed: Sequence[RoadCrossed] | None = None,
) -> PathMeasures:
    """Return what a path amounts to for the traveller of ``table`` who leaves at ``depart_at``.

    ``crossed`` are the roads that it crosses; None = look for them.
    """
    if crossed is None:
        crossed = find_crossed(network, steps, partial(list_walked, network))
    walked = walked_of(steps)
    edges = walked.edges
    lengths = walked.lengths_m(network)
    seconds = step_seconds(table, steps)
    points = _points(network, edges)
    on_stairs = thing_mask(network, "steps")[edges]
    signals, unsignalled = _count(crossed)
    doubtful = table.doubts_at(walked.ways, edges) != 0
    timed = find_closed(network, table, steps, depart_at, unknown_too=True)
    doubtful[[one.number for one in timed if not one.at_point]] = True

    def metres(name: str) -> float:
        return float(lengths[mask_of(network, name)[edges]].sum())

    return PathMeasures(
        length_m=float(lengths.sum()),
        duration_s=float(seconds.sum()),
        steep=float((points * lengths).sum()),
        steepest=float(points.max(initial=0.0)),
        unsloped_m=float(lengths[_is_unsloped(network, edges)].sum()),
        doubtful_m=float(lengths[doubtful].sum()),
        bare_m=metres("no_tactile"),
        big_road_m=metres("big_road"),
        signals=signals,
        unsignalled=unsignalled,
        flights=int((on_stairs & ~np.append(False, on_stairs[:-1])).sum()),
        stairs=float(seconds[on_stairs].sum()) / rules()["steps"]["step_s"],
    )


def _count(crossed: Sequence[RoadCrossed]) -> tuple[int, int]:
    """Return how many roads are crossed at known signals, and how many are not."""
    signals = sum(c.how is CrossingKind.SIGNALS for c in crossed)
    at_junctions = sum(not c.mapped and bool(c.signal_at_junction) for c in crossed)
    return signals, len(crossed) - signals - at_junctions


def _points(network: Network, edges: Rows) -> Floats:
    """Return for each passage that is walked by how many points it is known to be steep."""
    rows, points = steepness(network, "slope_pct")
    if not len(rows):
        return np.zeros(len(edges))
    place = np.minimum(np.searchsorted(rows, edges), len(rows) - 1)
    is_steep = (rows[place] == edges) & kinds_in(network, SLOPED)[edges]
    return np.where(is_steep, points[place], 0.0)


def _is_unsloped(network: Network, edges: Rows) -> Mask:
    """Where a passage that is walked has no known slope, or only up or down."""
    evidence = network.values("edge", "slope_pct", "evidence")[edges]
    low, high = (network.values("edge", "slope_pct", part)[edges] for part in ("low", "high"))
    figured = (evidence > 0) & (high - low <= VAGUE_PCT)
    found: Mask = kinds_in(network, SLOPED)[edges] & ~figured
    return found


Compare = Callable[[PathMeasures, PathMeasures], bool]

IS_BETTER: dict[Better, Compare] = {
    Better.SHORTER: lambda a, b: b.length_m - a.length_m >= max(LEAST_M, 0.05 * b.length_m),
    Better.FASTER: lambda a, b: b.duration_s - a.duration_s >= max(LEAST_S, 0.05 * b.duration_s),
    Better.GENTLER: lambda a, b: (
        b.steep - a.steep >= max(LEAST_M, 0.2 * b.steep)
        and a.steepest <= b.steepest
        and a.unsloped_m <= b.unsloped_m
    ),
    Better.MORE_CONFIRMED: lambda a, b: a.confirmed_share - b.confirmed_share >= LEAST_SHARE,
    Better.MORE_SIGNALS: lambda a, b: a.signals > b.signals and a.unsignalled <= b.unsignalled,
    Better.FEWER_UNSIGNALLED: lambda a, b: a.unsignalled < b.unsignalled,
    Better.MORE_TACTILE: lambda a, b: (
        b.bare_m - a.bare_m >= max(LEAST_M, LEAST_SHARE * b.bare_m) and a.bare_share <= b.bare_share
    ),
    Better.FEWER_STAIRS: lambda a, b: (
        b.stairs - a.stairs >= max(LEAST_STEPS, 0.2 * b.stairs) and a.flights <= b.flights
    ),
    Better.LESS_BIG_ROAD: lambda a, b: b.big_road_m - a.big_road_m >= LEAST_M,
}
"""Whether path ``a`` has something over path ``b``."""

CARED_FOR: dict[Group, tuple[Better, ...]] = {
    Group.WHEELS: (
        Better.GENTLER, Better.MORE_CONFIRMED, Better.SHORTER, Better.FASTER,
        Better.LESS_BIG_ROAD, Better.MORE_SIGNALS,
    ),
    Group.BLIND: (
        Better.MORE_TACTILE, Better.MORE_SIGNALS, Better.FEWER_UNSIGNALLED,
        Better.MORE_CONFIRMED, Better.LESS_BIG_ROAD, Better.SHORTER, Better.FEWER_STAIRS,
    ),
    Group.CANE: (
        Better.FEWER_STAIRS, Better.GENTLER, Better.SHORTER, Better.MORE_CONFIRMED,
        Better.MORE_SIGNALS,
    ),
    Group.WALK: (Better.SHORTER, Better.FASTER, Better.MORE_SIGNALS),
}  # fmt: skip
"""What is told to whom, the most important first."""


def better_in(a: PathMeasures, b: PathMeasures, group: Group) -> tuple[Better, ...]:
    """Return what path ``a`` has over path ``b`` that this group cares for."""
    return tuple(one for one in CARED_FOR[group] if IS_BETTER[one](a, b))
