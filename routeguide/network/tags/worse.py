"""The worse of two values, where two sides or two ends cannot be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from routeguide.model.attributes import BY_NAME
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import (
    Barrier,
    Closure,
    Evidence,
    Footway,
    Kerb,
    LiftState,
    SignalSound,
    Tactile,
    YesNo,
)

LOWER_IS_WORSE = frozenset({"width_cm", "gap_cm", "cab_width_cm", "cab_depth_cm"})
HULL = frozenset({"slope_pct"})
"""Signed: neither end is worse for everyone, so the bounds of both are kept."""

STRENGTH = (Evidence.INFERRED, Evidence.EXPIRED, Evidence.MAPPED, Evidence.SURVEY)
ORDERS: Mapping[type[StrEnum], tuple[StrEnum, ...]] = {
    Kerb: (Kerb.FLUSH, Kerb.LOWERED, Kerb.UNKNOWN, Kerb.RAISED),
    YesNo: (YesNo.YES, YesNo.NO),
    Tactile: tuple(Tactile),
    Footway: tuple(Footway),
    SignalSound: (SignalSound.AUTOMATIC, SignalSound.BUTTON, SignalSound.NONE),
    LiftState: (
        LiftState.CONFIRMED, LiftState.NO_REPORT, LiftState.PLANNED, LiftState.UNKNOWN,
        LiftState.OUT,
    ),
    Closure: (Closure.FOOTWAY_NOT_FOUND, Closure.FOOTWAY_FOUND),
    Barrier: (
        Barrier.ENTRANCE, Barrier.LIFT_DOOR, Barrier.GATE, Barrier.BOLLARD, Barrier.OTHER,
        Barrier.BLOCK, Barrier.HANDRAIL, Barrier.CYCLE_BARRIER, Barrier.KISSING_GATE,
        Barrier.TURNSTILE, Barrier.STILE, Barrier.FENCE, Barrier.WALL,
    ),
}  # fmt: skip
"""Vocabularies whose order from good to bad is not their own (the others are ordered so).
A carriageway beside a footway that was found is refused, hence worse than one where none was."""

YES_IS_WORSE = frozenset({"locked", "closed", "signal_button"})
"""A lock or closure is in the way; a button that one does not know of is waited at for nothing."""


def worse_of(a: Known | None, b: Known | None, attribute: str) -> Known | None:
    """Return the worse of two values of one attribute; None when either is not known.

    Evidence is the weaker of the two, the date the older (undated wins).
    Texts that differ cannot be compared: None.
    """
    if a is None or b is None:
        return None
    evidence = min(a.evidence, b.evidence, key=STRENGTH.index)
    day = _older(a.checked_on, b.checked_on)
    if isinstance(a, Measure) and isinstance(b, Measure):
        low, high = _worse_bounds(a, b, attribute)
        return Measure(low, high, evidence, a.source, day)
    if isinstance(a, Fact) and isinstance(b, Fact):
        word = _worse_word(a.value, b.value, attribute)
        return None if word is None else Fact(word, evidence, a.source, day)
    return None


def worse_values(a: Mapping[str, Known], b: Mapping[str, Known]) -> dict[str, Known]:
    """Return for every attribute known on both the worse value."""
    found = {name: worse_of(a.get(name), b.get(name), name) for name in sorted({*a, *b})}
    return {name: known for name, known in found.items() if known is not None}


def _worse_bounds(a: Measure, b: Measure, attribute: str) -> tuple[float, float]:
    if attribute in HULL:
        return min(a.low, b.low), max(a.high, b.high)
    choose = min if attribute in LOWER_IS_WORSE else max
    return choose(a.low, b.low), choose(a.high, b.high)


def _worse_word(a: str, b: str, attribute: str) -> str | None:
    if a == b:
        return a
    vocabulary = BY_NAME[attribute].vocabulary
    if vocabulary is None:
        return None
    order = [str(word) for word in ORDERS.get(vocabulary, tuple(vocabulary))]
    choose = min if attribute in YES_IS_WORSE else max
    return choose(a, b, key=order.index)


def _older(a: date | None, b: date | None) -> date | None:
    return min(a, b) if a and b else None
