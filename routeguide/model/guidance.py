"""Directions as words: blocks, from which text, speech, print and braille are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from routeguide.model.passage import LonLat

Pairs = tuple[tuple[str, str | None], ...]
"""Text with its furigana: pairs of (text, reading above it or None)."""


class Part(StrEnum):
    """What a line of a block is: what to do, a hazard, or something to know."""

    ACTION = "action"
    CAUTION = "caution"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """Some sentences of one thing that is told.

    ``text`` is written, ``speech`` the same for the ear (names in kana, no
    "m"). ``kana`` is the whole in kana; empty in languages without. ``ruby``
    is the text with the furigana that were asked for; empty where none were.
    """

    text: str
    speech: str
    kana: str = ""
    ruby: Pairs = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One step: point to point.

    ``said`` is the action. ``cautions`` (at most two) are hazards, told before
    the action, or behind it where the guidance is ``action_first``. ``notes``
    follow. ``distance_m`` metres as said (rounded), None when the step has no
    length. ``clock`` 1-12, None where no clock position is said. ``maneuver``
    is the data that the words were made from.
    """

    said: Line
    at: LonLat
    distance_m: float | None = None
    clock: int | None = None
    cautions: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    maneuver: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The action as written."""
        return self.said.text

    @property
    def speech(self) -> str:
        """The action for the ear."""
        return self.said.speech

    @property
    def caution(self) -> tuple[str, ...]:
        """The hazards as written."""
        return tuple(line.text for line in self.cautions)

    @property
    def note(self) -> tuple[str, ...]:
        """The notes as written."""
        return tuple(line.text for line in self.notes)


@dataclass(frozen=True, slots=True)
class Guidance:
    """The words of one route: an overview, why this way, and the blocks.

    ``assumed`` comes before everything: what is only assumed and what that changes.
    ``language`` is a code of :data:`LANGUAGES`, ``length`` a word of
    :class:`Length`. ``action_first`` says that hazards are told behind the
    action (歩行中). ``guessed`` are the names whose reading nobody declared:
    an analyser made it.
    """

    overview: Line
    blocks: tuple[Block, ...]
    assumed: tuple[Line, ...] = ()
    why: tuple[Line, ...] = ()
    language: str = "ja"
    length: str = "full"
    action_first: bool = False
    guessed: tuple[str, ...] = ()

    def told(self, block: Block) -> tuple[tuple[Part, Line], ...]:
        """Return the lines of a block in the order in which they are told."""
        action = [(Part.ACTION, block.said)]
        cautions = [(Part.CAUTION, line) for line in block.cautions]
        first = [*action, *cautions] if self.action_first else [*cautions, *action]
        return (*first, *((Part.NOTE, line) for line in block.notes))

    @property
    def summary(self) -> str:
        """The overview as written."""
        return self.overview.text

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is only assumed, then why this way, as written."""
        return tuple(line.text for line in (*self.assumed, *self.why))
