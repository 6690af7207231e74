"""What a path amounts to: metres, seconds, crossings, slopes; and in what one beats another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from routeguide.model.route import Better
from routeguide.model.traveller import Group
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable, Floats
from routeguide.routing.rows import mask_of, steepness, things_of
from routeguide.routing.search import Step
from routeguide.routing.timing import step_seconds

LEAST_M, LEAST_S, LEAST_SHARE = 20.0, 60.0, 0.1
"""Less than 20 m, a minute or a tenth of the way is no difference worth telling."""


@dataclass(frozen=True, slots=True)
class PathMeasures:
    """Sums over a path. Metres, seconds, counts.

    ``steep`` is metres times percentage points over 2 % (either way, known
    slopes only); ``doubtful_m`` metres with anything relevant unconfirmed;
    ``bare_m`` metres without continuous tactile paving.
    """

    length_m: float
    duration_s: float
    steep: float
    doubtful_m: float
    bare_m: float
    big_road_m: float
    signals: int
    unsignalled: int
    stairs: int

    @property
    def confirmed_share(self) -> float:
        """The share of the length of which everything relevant is confirmed."""
        return 1 - self.doubtful_m / self.length_m if self.length_m else 1.0


def measure(network: Network, table: CostTable, steps: Sequence[Step]) -> PathMeasures:
    """Return what a path amounts to for the traveller of ``table``."""
    edges = np.asarray([step.edge for step in steps], dtype=np.intp)
    directions = np.asarray([int(step.backward) for step in steps], dtype=np.intp)
    shares = np.asarray([step.end - step.begin for step in steps])
    lengths: Floats = np.asarray(network.column("edge_length_m"))[edges] * shares
    things = things_of(network).rows

    def count(name: str) -> int:
        return int(np.isin(edges, things[name]).sum())

    def metres(name: str) -> float:
        return float(lengths[mask_of(network, name)[edges]].sum())

    return PathMeasures(
        length_m=float(lengths.sum()),
        duration_s=float(step_seconds(table, steps).sum()),
        steep=_steep(network, edges, lengths),
        doubtful_m=float(lengths[table.edge_unverified[directions, edges] != 0].sum()),
        bare_m=metres("no_tactile"),
        big_road_m=metres("big_road"),
        signals=count("signal"),
        unsignalled=count("unsignalled_crossing"),
        stairs=count("steps"),
    )


def _steep(network: Network, edges: np.ndarray[tuple[int], np.dtype[np.intp]], m: Floats) -> float:
    rows, points = steepness(network, "slope_pct")
    if not len(rows):
        return 0.0
    place = np.minimum(np.searchsorted(rows, edges), len(rows) - 1)
    return float((points[place] * m)[rows[place] == edges].sum())


Compare = Callable[[PathMeasures, PathMeasures], bool]

IS_BETTER: dict[Better, Compare] = {
    Better.SHORTER: lambda a, b: b.length_m - a.length_m >= max(LEAST_M, 0.05 * b.length_m),
    Better.FASTER: lambda a, b: b.duration_s - a.duration_s >= max(LEAST_S, 0.05 * b.duration_s),
    Better.GENTLER: lambda a, b: b.steep - a.steep >= max(LEAST_M, 0.2 * b.steep),
    Better.MORE_CONFIRMED: lambda a, b: a.confirmed_share - b.confirmed_share >= LEAST_SHARE,
    Better.MORE_SIGNALS: lambda a, b: a.signals > b.signals and a.unsignalled <= b.unsignalled,
    Better.FEWER_UNSIGNALLED: lambda a, b: a.unsignalled < b.unsignalled,
    Better.MORE_TACTILE: lambda a, b: b.bare_m - a.bare_m >= max(LEAST_M, LEAST_SHARE * b.bare_m),
    Better.FEWER_STAIRS: lambda a, b: a.stairs < b.stairs,
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
