"""Maneuvers -> blocks: each maneuver as one step with its words, cautions and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from routeguide.directions.acts import Act, Maneuver
from routeguide.directions.names import attribute_ja, floor_ja, place_said
from routeguide.directions.notes import Notes
from routeguide.directions.sentences import Sentences, metres_of
from routeguide.directions.stretches import Stretch, list_exceptions, list_unknown_stretches
from routeguide.directions.words import Said, Words
from routeguide.model.guidance import Block
from routeguide.model.route import Route
from routeguide.model.traveller import Group, Traveller

SHORT_GAP_M = 8.0
"""A joining line shorter than this is told by its neighbour."""


class Length(StrEnum):
    """How much is said: the overview alone, everything, or what helps while walking."""

    SUMMARY = "summary"
    FULL = "full"
    WALKING = "walking"


class BlockMaker:
    """Puts one route's maneuvers into words for one traveller.

    ``said_once`` are attributes whose absence the overview tells for the whole
    way. While walking, notes are left out.
    """

    def __init__(
        self,
        words: Words,
        route: Route,
        traveller: Traveller,
        said_once: frozenset[str],
        *,
        length: Length = Length.FULL,
    ) -> None:
        self.traveller = traveller
        self.said_once = said_once
        self.length = length
        self.sentences = Sentences(words, route, traveller.group)
        self.notes = Notes(self.sentences, traveller, said_once)

    def make(self, maneuvers: Sequence[Maneuver]) -> tuple[Block, ...]:
        """Return the blocks; a short joining line, and one told by the arrival, are left out."""
        unknown = list_unknown_stretches(maneuvers, self.said_once)
        confirmed = list_exceptions(maneuvers, self.said_once, self.traveller)
        arrival = maneuvers[-1].facts if maneuvers else {}
        blocks = []
        for number, maneuver in enumerate(maneuvers):
            if maneuver.type is Act.GAP:
                told = number == len(maneuvers) - 2 and "gap_m" in arrival
                if told or (maneuver.length_m or 0.0) < SHORT_GAP_M:
                    continue
            stretches = self._say_stretches(unknown.get(number, []), confirmed.get(number, []))
            blocks.append(self._block(maneuver, stretches))
        return tuple(blocks)

    def _say_stretches(
        self, unknown: Sequence[Stretch], confirmed: Sequence[Stretch]
    ) -> list[Said]:
        if self.traveller.group is Group.WALK:
            return []
        said = [self.notes.say_unknown(stretch) for stretch in unknown]
        return said + [self.notes.say_confirmed(stretch) for stretch in confirmed]

    def _block(self, maneuver: Maneuver, stretches: Sequence[Said]) -> Block:
        said = self.sentences.say(maneuver)
        cautions = self.notes.list_cautions(maneuver)
        notes = [*self.notes.list_notes(maneuver), *stretches]
        if self.length is Length.WALKING:
            notes = []
        is_blind = self.traveller.group is Group.BLIND
        return Block(
            text=said.text,
            speech=said.speech,
            at=maneuver.at,
            distance_m=metres_of(maneuver),
            clock=maneuver.hour if is_blind else None,
            caution=tuple(caution.text for caution in cautions),
            note=tuple(note.text for note in notes),
            maneuver=as_data(maneuver),
            caution_speech=tuple(caution.speech for caution in cautions),
            note_speech=tuple(note.speech for note in notes),
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


__all__ = ["BlockMaker", "Length", "as_data", "attribute_ja", "floor_ja", "place_said"]
