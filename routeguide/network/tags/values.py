"""Read the values of tags: lengths, slopes, levels, counts, dates.

Every reader returns the value, or a :class:`Finding` that says why it cannot
be used. Nothing is guessed: what is not wholly understood is a finding.
"""

from __future__ import annotations

import math
import re
from datetime import date

from routeguide.model.values import Finding

NUMBER = r"(\d{1,6}(?:\.\d{1,6}|,(?!\d{3}(?!\d))\d{1,6})?)"
"""A comma before exactly three digits may part thousands (``1,200 mm``): not understood."""

LENGTH = re.compile(rf"{NUMBER}\s*(mm|cm|m|metres?|meters?|km)?", re.IGNORECASE)
FEET = re.compile(rf"(\d{{1,4}})\s*'(?:\s*{NUMBER}\s*\")?|{NUMBER}\s*\"")
CM_PER_UNIT = {"mm": 0.1, "cm": 1.0, "m": 100.0, "km": 100_000.0}
PERCENT = re.compile(rf"([+-]?)\s*{NUMBER}\s*(%|°|deg(?:rees?)?)?", re.IGNORECASE)
RATIO = re.compile(rf"([+-]?)\s*{NUMBER}\s*[:/]\s*{NUMBER}")
LEVEL = r"(-?\d{1,3}(?:\.\d{1,2})?)"
LEVEL_RANGE = re.compile(rf"{LEVEL}\s*-\s*{LEVEL}")

STEEPEST_PCT = 40.0
"""Inclines beyond this are implausible for a way that is walked (design/network.md)."""

KERB_CM = (0.0, 40.0)
WIDTH_CM = (30.0, 3000.0)
COUNT = (1.0, 1000.0)
MOST_LEVELS = 60
ANY_LENGTH_CM = (0.0, 100_000.0)


def read_length_cm(
    text: str, attribute: str, *, within: tuple[float, float] = ANY_LENGTH_CM
) -> float | Finding:
    """Return a length in centimetres; a bare number is in metres (OSM's default).

    Understands ``90cm``, ``1.2m``, ``1,2``, ``30mm``, ``3'6"``. Outside
    ``within`` it is implausible.
    """
    stripped = text.strip()
    length = _metric_cm(stripped)
    if length is None:
        length = _feet_cm(stripped)
    if length is None:
        return Finding(attribute, text, "unparsed")
    length = round(length, 3)
    return length if within[0] <= length <= within[1] else Finding(attribute, text, "implausible")


def _metric_cm(text: str) -> float | None:
    match = LENGTH.fullmatch(text)
    if match is None or not text.isascii():
        return None
    unit = (match.group(2) or "m").lower()
    unit = "m" if unit.startswith("me") else unit
    return _number(match.group(1)) * CM_PER_UNIT[unit]


def _feet_cm(text: str) -> float | None:
    match = FEET.fullmatch(text)
    if match is None or not text.isascii():
        return None
    feet = float(match.group(1) or 0)
    inches = _number(match.group(2) or match.group(3) or "0")
    return (feet * 12 + inches) * 2.54


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def read_incline_pct(text: str, attribute: str = "incline") -> tuple[float, float] | Finding:
    """Return a signed slope in percent as bounds (low, high), uphill positive.

    ``up`` and ``down`` tell the direction only: bounds from 0 to the steepest
    plausible. ``steep`` tells nothing that can be used. A bare number is in
    percent, but one between -1 and 1 that is not 0 may be a ratio: unparsed.
    """
    word = text.strip().lower()
    if word in {"up", "down"}:
        return (0.0, STEEPEST_PCT) if word == "up" else (-STEEPEST_PCT, 0.0)
    slope = _percent(word) if word.replace("°", "").isascii() else None
    if slope is None:
        return Finding(attribute, text, "unparsed")
    if abs(slope) > STEEPEST_PCT:
        return Finding(attribute, text, "implausible")
    slope = round(slope, 3)
    return (slope, slope)


def _percent(word: str) -> float | None:
    ratio = RATIO.fullmatch(word)
    if ratio:
        run = _number(ratio.group(3))
        return _signed(ratio.group(1), 100 * _number(ratio.group(2)) / run) if run else None
    match = PERCENT.fullmatch(word)
    if match is None:
        return None
    value, unit = _number(match.group(2)), match.group(3)
    if unit == "%":
        return _signed(match.group(1), value)
    if unit is not None:
        return _signed(match.group(1), 100 * math.tan(math.radians(value))) if value < 45 else None  # noqa: PLR2004 - degrees
    return None if 0 < value < 1 else _signed(match.group(1), value)


def _signed(sign: str, value: float) -> float:
    return -value if sign == "-" else value


def read_levels(text: str, attribute: str = "level") -> tuple[float, ...] | Finding:
    """Return levels in tag order: ``-1;0``, ``0-3``, ``85.5``. Empty is unparsed.

    A comma parts levels only before a space: ``-0,5`` may be minus one half.
    """
    levels: list[float] = []
    for part in re.split(r";|,\s+", text):
        found = _level_part(part.strip())
        if found is None or len(levels) + len(found) > MOST_LEVELS:
            return Finding(attribute, text, "unparsed")
        levels.extend(found)
    return tuple(dict.fromkeys(levels))


def _level_part(part: str) -> list[float] | None:
    if not part.isascii():
        return None
    if re.fullmatch(LEVEL, part):
        return [float(part)]
    span = LEVEL_RANGE.fullmatch(part)
    if span is None:
        return None
    low, high = float(span.group(1)), float(span.group(2))
    if low != int(low) or high != int(high) or not low < high <= low + MOST_LEVELS:
        return None
    return [float(level) for level in range(int(low), int(high) + 1)]


def read_count(text: str, attribute: str) -> float | Finding:
    """Return a whole number of steps, 1 to 1000."""
    stripped = text.strip()
    if not re.fullmatch(r"[0-9]{1,6}", stripped):
        return Finding(attribute, text, "unparsed")
    count = float(stripped)
    return count if COUNT[0] <= count <= COUNT[1] else Finding(attribute, text, "implausible")


def read_day(text: str, attribute: str = "check_date") -> date | Finding:
    """Return a day: ``2024-05-03``, or the first of a month ``2024-05`` or a year ``2024``."""
    match = re.fullmatch(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text.strip())
    if match is None:
        return Finding(attribute, text, "unparsed")
    year, month, day = match.group(1), match.group(2) or "1", match.group(3) or "1"
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Finding(attribute, text, "implausible")
