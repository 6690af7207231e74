"""A table of ways between many places, for one traveller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from routeguide.errors import BadInput
from routeguide.model.place import Place
from routeguide.model.route import Endpoint
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.network.store import Network
from routeguide.routing.cost import CostTable
from routeguide.routing.deadline import Deadline, search_deadline
from routeguide.routing.matrix import Matrix, find_matrix
from routeguide.routing.places import meet, resolve_place, spots_of
from routeguide.routing.plan import planner_of
from routeguide.routing.steps import Spot


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
    origins = [_end(network, costs, one, deadline) for one in query.origins]
    destinations = [_end(network, costs, one, deadline) for one in query.destinations]
    matrix = find_matrix(
        network,
        costs,
        [spots for _, spots in origins],
        [spots for _, spots in destinations],
    )
    for row, (_, starts) in enumerate(origins):
        for column, (_, spots) in enumerate(destinations):
            if meet(network, starts, spots):
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


def _end(
    network: Network, costs: CostTable, endpoint: Endpoint, deadline: Deadline
) -> tuple[End, Sequence[Spot]]:
    if deadline.is_over():
        raise BadInput("場所が多すぎて、2秒では調べられません。場所の数を少なくしてください。")
    if endpoint.lonlat is not None:
        snapped = planner_of(network).snapper.snap(endpoint.lonlat, costs)
        if not snapped:
            return End(endpoint, why_not="近くに使える道がありません。"), ()
        return End(endpoint), [snapped[0].spot]
    place = resolve_place(network, endpoint.place or "")
    try:
        return End(endpoint, place), spots_of(network, place)
    except BadInput as error:
        return End(endpoint, place, error.message), ()
