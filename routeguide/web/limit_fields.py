"""The fields by which a form changes the limits of a preset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routeguide.directions.limits import ROWS, say_limit
from routeguide.model.traveller import CHOICES, NOT_OPTIONAL, RANGES

UNITS = {"pct": "%", "cm": "センチ", "m": "メートル", "mps": "メートル毎秒"}
HINTS = {
    "max_step_cm": "これより高い段差のある道は通りません。",
    "min_width_cm": "これよりせまい道は通りません。",
    "min_gap_cm": "門、車止め、エレベーターの扉などの幅です。",
    "short_slope_pct": "短い間だけなら通れる坂のかたむきです。",
    "short_slope_m": "続けてこの長さまでを「短い坂」とします。",
    "road_without_footway": "歩道が確認できていない車道を、どの大きさまで通るかです。",
}


@dataclass(frozen=True, slots=True)
class LimitField:
    """One field: a number with its range and unit, or a choice of words."""

    key: str
    label: str
    value: str
    hint: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    can_be_unset: bool = True


def list_limit_fields(chosen: Mapping[str, str]) -> list[LimitField]:
    """Return a field for every limit that can be changed, filled with what was chosen."""
    return [_field(key, label, chosen.get(key, "")) for key, label, _ in ROWS]


def _field(key: str, label: str, value: str) -> LimitField:
    can_be_unset = key not in NOT_OPTIONAL
    hint = HINTS.get(key, "")
    if key in CHOICES:
        choices = tuple((str(word), say_limit(key, str(word))[1]) for word in CHOICES[key])
        return LimitField(key, label, value, hint, choices=choices, can_be_unset=can_be_unset)
    low, high = RANGES[key]
    unit = UNITS[key.rpartition("_")[2]]
    return LimitField(key, label, value, hint, unit, low, high, can_be_unset=can_be_unset)
