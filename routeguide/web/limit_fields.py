"""The fields by which a form changes the limits of a preset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routeguide.directions.limits import ROWS
from routeguide.directions.phrase import Noun
from routeguide.errors import BadTraveller
from routeguide.model.asked import UNSET
from routeguide.model.traveller import CHOICES, NOT_OPTIONAL, RANGES
from routeguide.web.texts import plain, t
from routeguide.web.wording import limit_of, say, show


def _units() -> dict[str, str]:
    return {"pct": "%", "cm": t("センチ"), "m": t("メートル"), "mps": t("メートル")}


def _hints() -> dict[str, str]:
    return {
        "max_step_cm": t("これより高い段差のある道は通りません。"),
        "min_width_cm": t("これよりせまい道は通りません。"),
        "min_gap_cm": t("門、車止め、エレベーターの扉などの幅です。"),
        "max_slope_up_pct": t("これより急なのぼり坂は通りません。"),
        "max_slope_down_pct": t("これより急なくだり坂は通りません。"),
        "max_cross_slope_pct": t("左右へのかたむきです。"),
        "worst_surface": t("どの路面まで通るかです。"),
        "worst_smoothness": t("どのくらいでこぼこな路面まで通るかです。"),
        "short_slope_pct": t("短い間だけなら通れる坂のかたむきです。"),
        "short_slope_m": t("続けてこの長さまでを「短い坂」とします。"),
        "road_without_footway": t("歩道が確認できていない車道を、どの大きさまで通るかです。"),
        "speed_mps": t("1秒に進む長さです。着く時刻に使います。"),
    }


OUT_OF_RANGE = "「%(name)s」は%(low)sから%(high)sまでの数で書いてください。"
OUT_OF_RANGE_OR_UNSET = (
    "「%(name)s」は%(low)sから%(high)sまでの数で書いてください。"
    "条件にしないときは「なし」と書きます。"
)


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
    hints, units = _hints(), _units()
    return [
        _field(key, chosen.get(key, ""), hints.get(key, ""), units.get(key.rpartition("_")[2], ""))
        for key in ROWS
    ]


def _field(key: str, value: str, hint: str, unit: str) -> LimitField:
    label, can_be_unset = show(Noun("limits", key)), key not in NOT_OPTIONAL
    if key in CHOICES:
        choices = tuple((str(word), limit_of(key, str(word))[1]) for word in CHOICES[key])
        return LimitField(key, label, value, hint, choices=choices, can_be_unset=can_be_unset)
    low, high = RANGES[key]
    shown = plain("なし") if value in UNSET else value
    return LimitField(key, label, shown, hint, unit, low, high, can_be_unset=can_be_unset)


def limit_error(key: str) -> BadTraveller:
    """Return the error of a limit that cannot be used, told by the names of the page."""
    name = say(Noun("limits", key)) if key in ROWS else ""
    if key in RANGES:
        low, high = (f"{value:g}" for value in RANGES[key])
        sentence = OUT_OF_RANGE if key in NOT_OPTIONAL else OUT_OF_RANGE_OR_UNSET
        return BadTraveller(sentence, about=key, name=name, low=low, high=high)
    if key in CHOICES:
        return BadTraveller(
            "「%(name)s」は、並んでいるものから選んでください。", about=key, name=name
        )
    return BadTraveller("「移動のしかた」は、並んでいるものから選んでください。", about=key)
