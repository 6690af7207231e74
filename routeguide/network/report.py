"""The quality report of a network: what is known, what is not, and what went wrong.

Made from the draft at build and stored beside the columns; ``check`` reads it
and compares what can be reached with the network before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from routeguide.model.attributes import ATTRIBUTES
from routeguide.model.place import PlaceKind
from routeguide.model.reading import Reading
from routeguide.model.values import Fact
from routeguide.model.vocabulary import Access, Evidence, Status
from routeguide.network.draft import Draft, DraftEdge

MOST_LINES = 200
"""Lines kept under one heading; the number of all is always told."""


def make_report(
    draft: Draft,
    counts: Mapping[str, int],
    manifest: Mapping[str, Any],
    readings: Iterable[Reading] = (),
) -> dict[str, Any]:
    """Return the report as JSON values: lengths in metres, shares 0..1.

    Readings to be checked are places by their ids and declared names as written.
    """
    component = components(draft)
    main = Counter(component.values()).most_common(1)
    main_label = main[0][0] if main else None
    return {
        "source_kind": manifest["source_kind"],
        "osm_ids": manifest["osm_ids"],
        "counts": dict(counts),
        "metres_by_kind": _metres_by_kind(draft),
        "islands": _islands(component, main_label),
        "attributes": _attributes(draft),
        "points": _point_values(draft),
        "findings": _findings(draft),
        "notes": {
            heading: {"count": len(lines), "first": sorted(lines)[:MOST_LINES]}
            for heading, lines in sorted(draft.notes.items())
        },
        "reachable": _list_places(draft, component, reachable=True),
        "unreachable": _list_places(draft, component, reachable=False),
        "not_destinations": {
            p.id: p.why_not
            for p in draft.places.values()
            if p.kind in {PlaceKind.STATION, PlaceKind.FACILITY} and not p.destination
        },
        "readings_to_check": sorted(
            [
                *(p.id for p in draft.places.values() if p.kana and not p.kana_checked),
                *(reading.surface for reading in readings if not reading.checked),
            ]
        ),
        "sources": manifest["sources"],
    }


def components(draft: Draft) -> dict[str, int]:
    """Return the component of every node over passages open to walkers (both directions)."""
    keys = sorted(draft.nodes)
    row = {key: number for number, key in enumerate(keys)}
    edges = [edge for edge in draft.edges.values() if is_open(edge)]
    start = [row[edge.start] for edge in edges]
    end = [row[edge.end] for edge in edges]
    graph = csr_array((np.ones(len(edges)), (start, end)), shape=(len(keys), len(keys)))
    _, labels = connected_components(graph, directed=False)
    return dict(zip(keys, labels.tolist(), strict=True))


def is_open(edge: DraftEdge) -> bool:
    """Tell whether someone on foot without needs may walk the passage today."""
    access = edge.values.get("access")
    closed = isinstance(access, Fact) and access.value == Access.NO
    return not closed and edge.status is Status.OPEN


def _metres_by_kind(draft: Draft) -> dict[str, float]:
    metres: Counter[str] = Counter()
    for edge in draft.edges.values():
        metres[str(edge.kind)] += edge.length_m  # type: ignore[assignment]
    return {kind: round(value, 1) for kind, value in sorted(metres.items())}


def _islands(component: Mapping[str, int], main: int | None) -> dict[str, int]:
    sizes = Counter(component.values())
    return {
        "main_nodes": sizes[main] if main is not None else 0,
        "islands": max(0, len(sizes) - 1),
        "island_nodes": len(component) - (sizes[main] if main is not None else 0),
    }


def _attributes(draft: Draft) -> dict[str, dict[str, float]]:
    """Return metres and number of passages by evidence for each attribute; the rest is unknown."""
    total = sum(edge.length_m for edge in draft.edges.values())
    rows: dict[str, dict[str, float]] = {}
    for attribute in ATTRIBUTES:
        known = [
            (edge.values[attribute.name].evidence, edge.length_m)
            for edge in draft.edges.values()
            if attribute.name in edge.values
        ]
        row: dict[str, float] = {
            f"{evidence}_m": round(sum(m for e, m in known if e is evidence), 1)
            for evidence in Evidence
        }
        row["passages"] = len(known)
        row["unknown_share"] = round(1 - sum(m for _, m in known) / total, 4) if total else 1.0
        rows[attribute.name] = row
    return rows


def _point_values(draft: Draft) -> dict[str, int]:
    found = Counter(name for values in draft.points.values() for name in values)
    return dict(sorted(found.items()))


def _findings(draft: Draft) -> list[dict[str, Any]]:
    return [
        {"attribute": f.attribute, "text": f.text, "reason": f.reason, "count": number}
        for f, number in sorted(
            draft.findings.items(), key=lambda item: (-item[1], item[0].attribute, item[0].text)
        )
    ]


def _list_places(draft: Draft, component: Mapping[str, int], *, reachable: bool) -> list[str]:
    """Return the stations that lead to a facility and the facilities that a station leads to.

    With ``reachable`` False, those that do not.
    """
    kinds = (PlaceKind.STATION, PlaceKind.FACILITY)
    labels: dict[PlaceKind, dict[str, set[int]]] = {kind: {} for kind in kinds}
    for place in draft.places.values():
        if place.kind in kinds and place.destination:
            keys = (place.id, *draft.starts.get(place.id, ()))
            labels[place.kind][place.id] = {component[key] for key in keys if key in component}
    found = []
    for kind, other in (kinds, kinds[::-1]):
        there = set().union(*labels[other].values())
        found += [p for p, mine in labels[kind].items() if bool(mine & there) is reachable]
    return sorted(found)
