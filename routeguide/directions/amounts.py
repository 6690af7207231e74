"""Measures as they are said: exact, at most, at least, between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CM, PCT, M = "センチ", "パーセント", "メートル"
UNITS = {"cm": CM, "pct": PCT, "m": M, "count": "段"}
SHOWN_DIGITS = 1


def say_bounds(bounds: Mapping[str, float | None], unit: str) -> str | None:
    """Return an amount with its unit, by its low and high bound; None without any bound."""
    low, high = bounds["low"], bounds["high"]
    if low is None and high is None:
        return None
    if low is None:
        return f"{_number(high)}{unit}以下"
    if high is None:
        return f"{_number(low)}{unit}以上"
    if low == high:
        return f"{_number(low)}{unit}"
    return f"{_number(low)}{unit}から{_number(high)}{unit}"


def say_slope(bounds: Mapping[str, float | None]) -> str | None:
    """Return how steep a slope is, up or down alike; None without any bound."""
    low, high = bounds["low"], bounds["high"]
    if (low if low is not None else high or 0) < 0:
        low, high = (None if high is None else -high), (None if low is None else -low)
    return say_bounds({"low": low, "high": high}, PCT)


def say_value(attribute: str, value: Any) -> str | None:  # noqa: ANN401 - a JSON value
    """Return a blocker's number or [low, high] with the unit of its attribute; None for words."""
    unit = UNITS.get(attribute.rpartition("_")[2], "")
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return f"{_number(value)}{unit}"
    if isinstance(value, list | tuple):
        low, high = value
        return say_bounds({"low": low, "high": high}, unit)
    return None


def _number(value: float | None) -> str:
    return f"{round(value or 0.0, SHOWN_DIGITS):g}"
