"""Directions as data: blocks, from which text, speech, print and braille are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from routeguide.model.passage import LonLat


@dataclass(frozen=True, slots=True)
class Block:
    """One step: point to point, one sentence.

    ``text`` is written, ``speech`` the same for the ear (kana for left, right
    and names; no "m"). ``caution`` (at most two) is said before the action.
    ``distance_m`` metres as said (rounded), None when the step has no length.
    ``clock`` 1-12, None where no clock position is said. ``maneuver`` is the
    data that the words were made from. ``caution_speech`` and ``note_speech``
    are cautions and notes for the ear, one for one.
    """

    text: str
    speech: str
    at: LonLat
    distance_m: float | None = None
    clock: int | None = None
    caution: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    maneuver: Mapping[str, Any] = field(default_factory=dict)
    caution_speech: tuple[str, ...] = ()
    note_speech: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guidance:
    """The words of one route: a summary, why this way, and the blocks.

    ``summary_speech`` and ``reasons_speech`` are the same for the ear.
    """

    summary: str
    blocks: tuple[Block, ...]
    reasons: tuple[str, ...] = ()
    language: str = "ja"
    summary_speech: str = ""
    reasons_speech: tuple[str, ...] = ()
