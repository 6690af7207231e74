"""Maneuvers -> steps: each maneuver with its hazards, facts and notes, as data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.notes import Notes
from routeguide.directions.phrase import Phrase, Step
from routeguide.directions.sentences import Sentences, metres_of
from routeguide.directions.stretches import Stretch, list_exceptions, list_unknown_stretches
from routeguide.model.route import Route
from routeguide.model.traveller import Group, Traveller

SHORT_GAP_M = 8.0
"""A joining line shorter than this is told by its neighbour."""


def list_steps(
    route: Route,
    maneuvers: Sequence[Maneuver],
    traveller: Traveller,
    said_once: frozenset[str],
) -> tuple[Step, ...]:
    """Return the steps of a route; ``said_once`` is what the overview tells of the whole way.

    A short joining line, and one told by the arrival, are left out.
    """
    notes = Notes(Sentences(route, traveller.group), traveller, said_once)
    unknown = list_unknown_stretches(maneuvers, said_once)
    confirmed = list_exceptions(maneuvers, said_once, traveller)
    arrival = maneuvers[-1].facts if maneuvers else {}
    steps = []
    for number, maneuver in enumerate(maneuvers):
        if maneuver.type is Act.GAP:
            told = number == len(maneuvers) - 2 and "gap_m" in arrival
            if told or (maneuver.length_m or 0.0) < SHORT_GAP_M:
                continue
        stretches = _stretches(notes, unknown.get(number, []), confirmed.get(number, []))
        steps.append(_step(notes, maneuver, stretches))
    return tuple(steps)


def _stretches(
    notes: Notes, unknown: Sequence[Stretch], confirmed: Sequence[Stretch]
) -> list[Phrase]:
    if notes.group is Group.WALK:
        return []
    said = [notes.say_unknown(stretch) for stretch in unknown]
    return said + [notes.say_confirmed(stretch) for stretch in confirmed]


def _step(notes: Notes, maneuver: Maneuver, stretches: Sequence[Phrase]) -> Step:
    return Step(
        at=maneuver.at,
        action=notes.sentences.say(maneuver),
        cautions=tuple(notes.list_cautions(maneuver)),
        must=tuple(notes.list_must(maneuver)),
        notes=(*notes.list_notes(maneuver), *stretches),
        distance_m=metres_of(maneuver),
        hour=maneuver.hour if notes.group is Group.BLIND else None,
        maneuver=as_data(maneuver),
    )


def as_data(maneuver: Maneuver) -> dict[str, Any]:
    """Return a maneuver as JSON values."""
    length = maneuver.length_m
    return {
        "type": str(maneuver.type),
        "at": list(maneuver.at),
        "length_m": None if length is None else round(length, 1),
        "hour": maneuver.hour,
        "name": maneuver.name,
        "kana": maneuver.kana,
        "unverified": list(maneuver.unverified),
        "confirmed": list(maneuver.confirmed),
        "facts": {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in maneuver.facts.items()
        },
        "landmarks": [
            {
                "kind": mark.kind,
                "name": mark.name,
                "at": list(mark.lonlat),
                "offset_m": None if mark.offset_m is None else round(mark.offset_m, 1),
                "side": mark.side,
            }
            for mark in maneuver.landmarks
        ],
    }
