"""The limits that were really applied, as phrases: every answer echoes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from routeguide.directions.phrase import Amount, Noun, Unit, Value, say
from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import UnknownPolicy


def _word(table: str) -> Callable[[Any], Value]:
    return lambda value: Noun(table, str(value))


def _number(key: str, unit: Unit) -> Callable[[Any], Value]:
    return lambda value: say(key, value=Amount.of(value, unit))


ROWS: Mapping[str, Callable[[Any], Value]] = {
    "stairs": _word("stairs_use"),
    "escalator": _word("use"),
    "lift": _word("use"),
    "max_step_cm": _number("at_most", Unit.CM),
    "max_slope_up_pct": _number("at_most", Unit.PCT),
    "max_slope_down_pct": _number("at_most", Unit.PCT),
    "short_slope_pct": _number("at_most", Unit.PCT),
    "short_slope_m": _number("at_most", Unit.M),
    "max_cross_slope_pct": _number("at_most", Unit.PCT),
    "min_width_cm": _number("at_least", Unit.CM),
    "min_gap_cm": _number("at_least", Unit.CM),
    "worst_surface": _word("surface_limits"),
    "worst_smoothness": _word("smoothness_limits"),
    "road_without_footway": _word("road_limits"),
    "speed_mps": _number("speed", Unit.MPS),
}
"""How the value of each limit is told, in the order of telling."""


def say_limit(key: str, value: Any) -> tuple[Value, Value]:  # noqa: ANN401 - the value of any limit
    """Return the name of a limit and its value; ``value`` as in the JSON answer."""
    return Noun("limits", key), ROWS[key](value)


def list_limits(traveller: Traveller, unknown: UnknownPolicy) -> list[tuple[Value, Value]]:
    """Return (what, limit) for every limit applied, the unknown policy last."""
    limits = traveller.limits()
    rows = [say_limit(key, limits[key]) for key in ROWS if limits[key] is not None]
    return [*rows, (Noun("limits", "unknown"), Noun("unknown_policies", str(unknown)))]
