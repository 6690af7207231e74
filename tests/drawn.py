"""Drawn networks: a street map as text, made into a real network in memory.

One character is ten metres. Capital letters are nodes; between them run, in a
row, ``-`` footway, ``=`` residential street, ``:`` steps, ``+`` crossing,
``%`` ramp, ``~`` lift, ``*`` tertiary street, ``#`` secondary street,
``$`` trunk road; downwards the same with ``|`` for a footway and ``"`` for a
residential street, ``!`` for a secondary street. Values are added by the pair
of letters (``"AB"``), points by the letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from routeguide.model.geodesy import length_m, metres_per_degree
from routeguide.model.place import Place, PlaceKind
from routeguide.model.places_json import place_to_json
from routeguide.model.route import Endpoint, Query
from routeguide.model.traveller import Traveller, get_preset
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, RoadClass, UnknownPolicy
from routeguide.network.columns import to_columns
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from routeguide.network.store import Network

CELL_M = 10.0
WEST, NORTH = 139.65, 35.74
TODAY = date(2026, 11, 24)
JST = ZoneInfo("Asia/Tokyo")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=JST)

ROADS: Mapping[str, tuple[Kind, RoadClass | None]] = {
    "-": (Kind.FOOTWAY, RoadClass.FOOTWAY),
    "|": (Kind.FOOTWAY, RoadClass.FOOTWAY),
    "=": (Kind.STREET, RoadClass.RESIDENTIAL),
    '"': (Kind.STREET, RoadClass.RESIDENTIAL),
    ":": (Kind.STEPS, None),
    "+": (Kind.CROSSING, RoadClass.FOOTWAY),
    "%": (Kind.RAMP, None),
    "~": (Kind.LIFT, None),
    "*": (Kind.STREET, RoadClass.TERTIARY),
    "#": (Kind.STREET, RoadClass.SECONDARY),
    "!": (Kind.STREET, RoadClass.SECONDARY),
    "$": (Kind.STREET, RoadClass.TRUNK),
}


def mapped(low: float, high: float | None = None, **more: object) -> Measure:
    """Return a measure that the map tells."""
    return known(Evidence.MAPPED, low, high, **more)


def known(evidence: Evidence, low: float, high: float | None = None, **more: object) -> Measure:
    return Measure(low, low if high is None else high, evidence, "drawn", **more)  # type: ignore[arg-type]


def fact(word: str, evidence: Evidence = Evidence.MAPPED, on: date | None = None) -> Fact:
    return Fact(str(word), evidence, "drawn", on)


GOOD: Mapping[str, Known] = {
    "access": fact("yes"),
    "width_cm": mapped(200),
    "step_cm": mapped(0),
    "slope_pct": mapped(0),
    "surface": fact("smooth"),
    "tactile": fact("continuous"),
    "footway": fact("apart"),
    "crossing": fact("marked"),
    "gap_cm": mapped(100),
    "step_count": mapped(20),
    "handrail": fact("yes"),
}
"""Everything known and fine, for every traveller."""


def at(column: float, row: float) -> tuple[float, float]:
    east, north = metres_per_degree(NORTH)
    return (WEST + column * CELL_M / east, NORTH - row * CELL_M / north)


def draw_draft(
    text: str,
    values: Mapping[str, Mapping[str, Known | None]] | None = None,
    points: Mapping[str, Mapping[str, Known]] | None = None,
    *,
    base: Mapping[str, Known] = GOOD,
    facilities: str = "",
    stations: str = "",
) -> Draft:
    """Return the draft of a drawn map; a value None takes a base value away."""
    rows = text.strip("\n").split("\n")
    grid = {(c, r): ch for r, line in enumerate(rows) for c, ch in enumerate(line) if ch != " "}
    draft = Draft()
    for (c, r), ch in grid.items():
        if ch.isupper():
            draft.nodes[ch] = DraftNode(at(c, r))
    for (c, r), ch in grid.items():
        if ch.isupper():
            _walk(draft, grid, (c, r), (1, 0), values or {}, base)
            _walk(draft, grid, (c, r), (0, 1), values or {}, base)
    draft.points = {letter: dict(v) for letter, v in (points or {}).items()}
    for kind, letters in ((PlaceKind.FACILITY, facilities), (PlaceKind.STATION, stations)):
        for letter in letters:
            place = Place(
                id=f"{kind}:{letter.lower()}", kind=kind, name=f"{letter}の場所",
                lonlat=draft.nodes[letter].lonlat, point_is="entrance",
            )  # fmt: skip
            draft.places[place.id] = place
    return draft


def _walk(
    draft: Draft,
    grid: Mapping[tuple[int, int], str],
    start: tuple[int, int],
    step: tuple[int, int],
    values: Mapping[str, Mapping[str, Known | None]],
    base: Mapping[str, Known],
) -> None:
    (c, r), (dc, dr) = start, step
    first = grid.get((c + dc, r + dr), " ")
    if first not in ROADS or (dc and first in '|"!') or (dr and first in "-=#"):
        return
    n = 1
    while grid.get((c + n * dc, r + n * dr)) == first:
        n += 1
    end = (c + n * dc, r + n * dr)
    if not grid.get(end, " ").isupper():
        return
    a, b = grid[start], grid[end]
    mine: dict[str, Known] = dict(base)
    for name, value in {**values.get("*", {}), **values.get(a + b, {})}.items():
        if value is None:
            mine.pop(name, None)
        else:
            mine[name] = value
    kind, road = ROADS[first]
    line = (at(*start), at(*end))
    draft.add_edge(
        DraftEdge(
            key=f"w{ord(a) * 100 + ord(b)}:{ord(a)}-{ord(b)}", start=a, end=b, kind=kind,
            line=line, length_m=length_m(line), road_class=road, values=mine,
            lift_id=f"lift:{a}{b}".lower() if kind is Kind.LIFT else None,
        )
    )  # fmt: skip


def network_of(draft: Draft, *, today: date = TODAY) -> Network:
    """Return a draft as a network in memory, through the same columns as a stored one."""
    rows = {key: row for row, key in enumerate(sorted(draft.nodes))}
    node = {p: rows[p.partition(":")[2].upper()] for p in draft.places}
    return Network(
        manifest={
            "hash": "drawn-network-000", "source_kind": "drawn", "osm_ids": "synthetic",
            "counts": {}, "sources": [],
        },
        columns=to_columns(draft),
        stored_places={
            "places": [place_to_json(p) for p in draft.places.values()],
            "node": node,
            "starts": {p: [row] for p, row in node.items() if p.startswith("station:")},
        },
        today=today,
    )  # fmt: skip


def draw(text: str, *args: object, **more: object) -> Network:
    """Return a drawn map as a network; arguments as :func:`draw_draft`."""
    return network_of(draw_draft(text, *args, **more))  # type: ignore[arg-type]


def ask(
    a: str,
    b: str,
    traveller: str | Traveller = "walk",
    *,
    unknown: UnknownPolicy = UnknownPolicy.WARN,
    when: datetime = NOON,
) -> Query:
    """Return the question from station or facility ``a`` to ``b`` (letters)."""
    who = get_preset(traveller) if isinstance(traveller, str) else traveller
    return Query(
        Endpoint(place=f"station:{a.lower()}"), Endpoint(place=f"facility:{b.lower()}"),
        who, when, unknown,
    )  # fmt: skip


def letters(network: Network, steps: object) -> str:
    """Return the nodes of a path as letters."""
    keys = [network.passage(s.edge, backward=s.backward) for s in steps]  # type: ignore[attr-defined]
    return "".join([k.from_key for k in keys] + [keys[-1].to_key]) if keys else ""
