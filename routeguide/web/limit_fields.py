"""The fields by which a form changes the limits of a preset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routeguide.directions.limits import ROWS
from routeguide.directions.phrase import Noun
from routeguide.model.asked import UNSET
from routeguide.model.traveller import CHOICES, NOT_OPTIONAL, RANGES
from routeguide.web.japanese import limit_of, say

LABELS = {key: say(Noun("limits", key)) for key in ROWS}
UNITS = {"pct": "%", "cm": "センチ", "m": "メートル", "mps": "メートル"}
HINTS = {
    "max_step_cm": "これより高い段差のある道は通りません。",
    "min_width_cm": "これよりせまい道は通りません。",
    "min_gap_cm": "門、車止め、エレベーターの扉などの幅です。",
    "max_slope_up_pct": "これより急なのぼり坂は通りません。",
    "max_slope_down_pct": "これより急なくだり坂は通りません。",
    "max_cross_slope_pct": "左右へのかたむきです。",
    "worst_surface": "どの路面まで通るかです。",
    "worst_smoothness": "どのくらいでこぼこな路面まで通るかです。",
    "short_slope_pct": "短い間だけなら通れる坂のかたむきです。",
    "short_slope_m": "続けてこの長さまでを「短い坂」とします。",
    "road_without_footway": "歩道が確認できていない車道を、どの大きさまで通るかです。",
    "speed_mps": "1秒に進む長さです。着く時刻に使います。",
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
    return [_field(key, label, chosen.get(key, "")) for key, label in LABELS.items()]


def _field(key: str, label: str, value: str) -> LimitField:
    can_be_unset = key not in NOT_OPTIONAL
    hint = HINTS.get(key, "")
    if key in CHOICES:
        choices = tuple((str(word), limit_of(key, str(word))[1]) for word in CHOICES[key])
        return LimitField(key, label, value, hint, choices=choices, can_be_unset=can_be_unset)
    low, high = RANGES[key]
    unit = UNITS[key.rpartition("_")[2]]
    shown = UNSET[1] if value in UNSET else value
    return LimitField(key, label, shown, hint, unit, low, high, can_be_unset=can_be_unset)


def say_limit_error(key: str) -> str:
    """Return what to do about a limit that cannot be used, by the names of the page."""
    if key in RANGES:
        low, high = RANGES[key]
        unset = "" if key in NOT_OPTIONAL else f"条件にしないときは「{UNSET[1]}」と書きます。"
        return f"「{LABELS[key]}」は{low:g}から{high:g}までの数で書いてください。{unset}"
    if key in CHOICES:
        return f"「{LABELS[key]}」は、並んでいるものから選んでください。"
    return "「移動のしかた」は、並んでいるものから選んでください。"
