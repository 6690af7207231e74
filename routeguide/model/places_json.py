"""Places as JSON and back, for ``places.json`` of a stored network."""

from __future__ import annotations

from datetime import date
from typing import Any

from routeguide.model.place import Place, PlaceKind
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Status


def place_to_json(place: Place) -> dict[str, Any]:
    """Return a place as JSON values; absent fields are left out."""
    row: dict[str, Any] = {
        name: getattr(place, name)
        for name in Place.__dataclass_fields__
        if name not in {"facts", "names", "lonlat"} and getattr(place, name) is not None
    }
    row |= {"kind": str(place.kind), "status": str(place.status), "names": dict(place.names)}
    row["lonlat"] = list(place.lonlat) if place.lonlat else None
    row["facts"] = {name: _known_to_json(known) for name, known in sorted(place.facts.items())}
    return row


def place_from_json(row: dict[str, Any]) -> Place:
    """Return the place that :func:`place_to_json` wrote."""
    fields = dict(row)
    fields["kind"] = PlaceKind(row["kind"])
    fields["status"] = Status(row["status"])
    fields["lonlat"] = (row["lonlat"][0], row["lonlat"][1]) if row["lonlat"] else None
    fields["facts"] = {name: _known_from_json(known) for name, known in row["facts"].items()}
    return Place(**fields)


def _known_to_json(known: Known) -> dict[str, Any]:
    row: dict[str, Any] = {
        "evidence": str(known.evidence),
        "source": known.source,
        "checked_on": known.checked_on.isoformat() if known.checked_on else None,
        "note": known.note,
    }
    if isinstance(known, Fact):
        return {"value": known.value, **row}
    return {"low": known.low, "high": known.high, **row}


def _known_from_json(row: dict[str, Any]) -> Known:
    shared = {
        "evidence": Evidence(row["evidence"]),
        "source": row["source"],
        "checked_on": date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
        "note": row["note"],
    }
    if "value" in row:
        return Fact(row["value"], **shared)
    return Measure(row["low"], row["high"], **shared)
