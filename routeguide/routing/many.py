"""A table of ways between many places, for one traveller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from routeguide.errors import BadInput
from routeguide.model.passage import LonLat
from routeguide.model.place import Place
from routeguide.model.route import Endpoint
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.deadline import Deadline, search_deadline
from routeguide.routing.matrix import Matrix, find_matrix
from routeguide.routing.places import resolve_place, spots_of, stands_at
from routeguide.routing.plan import planner_of
from routeguide.routing.snap import Around, Snapped
from routeguide.routing.steps import Spot

AT_ONCE = 500
"""Positions are put on the network so many at a time."""


@dataclass(frozen=True, slots=True)
class MatrixQuery:
    """Ways asked for between all of ``origins`` and all of ``destinations``."""

    origins: tuple[Endpoint, ...]
    destinations: tuple[Endpoint, ...]
    traveller: Traveller
    unknown: UnknownPolicy = UnknownPolicy.WARN


@dataclass(frozen=True, slots=True)
class End:
    """One end as asked: its place (None for a position), why it cannot be used (None = it can)."""

    endpoint: Endpoint
    place: Place | None = None
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a :class:`MatrixQuery`; rows are origins, columns destinations."""

    query: MatrixQuery
    origins: tuple[End, ...]
    destinations: tuple[End, ...]
    matrix: Matrix
    network_version: str
    overlay_revision: int
    overlay_as_of: datetime | None


def find_table(network: Network, query: MatrixQuery) -> Table:
    """Return all ways; an end that cannot be used has none, and says why.

    Raises:
        BadInput: a place is not known, or is several, or the ends alone take too long.
    """
    planner, deadline = planner_of(network), search_deadline()
    costs = planner.tables.get(query.traveller, query.unknown)
    origins = _ends(network, costs, query.origins, deadline)
    destinations = _ends(network, costs, query.destinations, deadline)
    matrix = find_matrix(
        network,
        costs,
        [spots for _, spots in origins],
        [spots for _, spots in destinations],
    )
    for row, column in _meeting(network, origins, destinations):
        for values in (matrix.cost, matrix.length_m, matrix.duration_s):
            values[row, column] = 0.0
    return Table(
        query=query,
        origins=tuple(end for end, _ in origins),
        destinations=tuple(end for end, _ in destinations),
        matrix=matrix,
        network_version=network.version,
        overlay_revision=network.overlay.revision,
        overlay_as_of=network.overlay.as_of,
    )


_Found = tuple[End, Sequence[Spot]]


def _meeting(
    network: Network, origins: Sequence[_Found], destinations: Sequence[_Found]
) -> Iterator[tuple[int, int]]:
    """Yield the rows and columns of ends that are the same: there is nothing to walk."""
    columns: defaultdict[Spot, list[int]] = defaultdict(list)
    for column, (_, spots) in enumerate(destinations):
        for spot in stands_at(network, spots):
            columns[spot].append(column)
    for row, (_, spots) in enumerate(origins):
        for spot in stands_at(network, spots):
            yield from ((row, column) for column in columns.get(spot, ()))


def _ends(
    network: Network, costs: CostTable, endpoints: Sequence[Endpoint], deadline: Deadline
) -> list[_Found]:
    """Return ends with where they are on the network."""
    around = _list_around(network, [one.lonlat for one in endpoints if one.lonlat is not None])
    found = []
    for one in endpoints:
        if deadline.is_over():
            raise BadInput("場所が多すぎて、2秒では調べられません。場所の数を少なくしてください。")
        is_place = one.lonlat is None
        found.append(_place(network, one) if is_place else _position(one, next(around).snap(costs)))
    return found


def _list_around(network: Network, positions: Sequence[LonLat]) -> Iterator[Around]:
    """Yield what lies around positions, looked for many at once."""
    for first in range(0, len(positions), AT_ONCE):
        yield from planner_of(network).snapper.list_around(positions[first : first + AT_ONCE])


def _position(endpoint: Endpoint, snapped: Sequence[Snapped]) -> _Found:
    if not snapped:
        return End(endpoint, why_not="近くに使える道がありません。"), ()
    return End(endpoint), [snapped[0].spot]


def _place(network: Network, endpoint: Endpoint) -> _Found:
    place = resolve_place(network, endpoint.place or "")
    try:
        return End(endpoint, place), spots_of(network, place)
    except BadInput as error:
        return End(endpoint, place, error.message), ()
