"""Travellers as data: hard limits, preferences, speeds.

The presets stand in ``presets.toml``; every value can be changed within the
ranges of :data:`RANGES`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from routeguide.errors import BadTraveller
from routeguide.model.vocabulary import RoadClass, Smoothness, SurfaceClass


class Group(StrEnum):
    """Travellers who need the same things to be known (design/routing.md)."""

    WHEELS = "wheels"
    BLIND = "blind"
    CANE = "cane"
    WALK = "walk"


class Stairs(StrEnum):
    """What a traveller does at stairs."""

    NEVER = "never"
    PRICED = "priced"
    ALLOWED = "allowed"


class Use(StrEnum):
    """What a traveller does at an escalator or a lift."""

    USE = "use"
    AVOID = "avoid"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Traveller:
    """How someone moves.

    None for a limit means that it is not limited (and so not relevant, unless
    the group makes it so). Slopes in percent, positive, for going up and down;
    ``short_slope_pct`` is allowed where the whole contiguous run over the
    limit is at most ``short_slope_m`` metres. Widths in cm along passages
    (``min_width_cm``) and at doors, gates, bollards (``min_gap_cm``).
    ``road_without_footway`` is the biggest road class walked along without a
    footway. ``speed_mps`` in metres a second on the flat. ``handrail`` says
    that an unknown handrail matters (steps, ramps).
    """

    id: str
    name_ja: str
    group: Group
    stairs: Stairs
    escalator: Use
    lift: Use
    speed_mps: float
    max_slope_up_pct: float | None = None
    max_slope_down_pct: float | None = None
    short_slope_pct: float | None = None
    short_slope_m: float | None = None
    max_cross_slope_pct: float | None = None
    max_step_cm: float | None = None
    min_width_cm: float | None = None
    min_gap_cm: float | None = None
    worst_surface: SurfaceClass | None = None
    worst_smoothness: Smoothness | None = None
    road_without_footway: RoadClass | None = None
    handrail: bool = False
    prices: Mapping[str, float] | None = None

    @property
    def step_free(self) -> bool:
        """Whether steps are refused."""
        return self.stairs is Stairs.NEVER

    def limits(self) -> dict[str, Any]:
        """Return every limit that is really applied, as JSON values (None = not limited)."""
        out: dict[str, Any] = {"preset": self.id, "group": str(self.group)}
        for name in LIMITS:
            value = getattr(self, name)
            out[name] = str(value) if isinstance(value, StrEnum) else value
        return out


LIMITS = tuple(
    entry.name
    for entry in fields(Traveller)
    if entry.name not in {"name_ja", "prices", "id", "group"}
)
"""What a traveller is limited by, and the order in which it is told."""

RANGES: dict[str, tuple[float, float]] = {
    "max_slope_up_pct": (0, 30),
    "max_slope_down_pct": (0, 30),
    "short_slope_pct": (0, 30),
    "short_slope_m": (0, 100),
    "max_cross_slope_pct": (0, 30),
    "max_step_cm": (0, 30),
    "min_width_cm": (40, 300),
    "min_gap_cm": (40, 300),
    "speed_mps": (0.2, 2.0),
}

CHOICES: dict[str, type[StrEnum]] = {
    "stairs": Stairs,
    "escalator": Use,
    "lift": Use,
    "worst_surface": SurfaceClass,
    "worst_smoothness": Smoothness,
    "road_without_footway": RoadClass,
}

NOT_OPTIONAL = {"stairs", "escalator", "lift", "speed_mps"}


@cache
def presets() -> dict[str, Traveller]:
    """Return the preset travellers by id, in the order of the table."""
    path = Path(__file__).with_name("presets.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["traveller"]
    return {row["id"]: _from_row(row) for row in rows}


def get_preset(preset_id: str) -> Traveller:
    """Return the preset of that id.

    Raises:
        BadTraveller: there is none.
    """
    found = presets().get(preset_id)
    if found is None:
        raise BadTraveller(
            f"「{preset_id}」という移動のしかたはありません。"
            f"次から選んでください: {'、'.join(presets())}",
            about="traveller",
        )
    return found


def customise(traveller: Traveller, changes: Mapping[str, Any]) -> Traveller:
    """Return the traveller with limits changed within :data:`RANGES`.

    None takes a limit away (not for stairs, escalator, lift and speed).

    Raises:
        BadTraveller: a key is not known, or a value is out of range.
    """
    clean = {key: _checked(key, value) for key, value in changes.items()}
    return replace(traveller, **clean)


def _checked(key: str, value: Any) -> Any:  # noqa: ANN401 - the value of any limit
    if key not in RANGES and key not in CHOICES:
        known = "、".join([*RANGES, *CHOICES])
        raise BadTraveller(f"「{key}」という設定はありません。使えるもの: {known}")
    if value is None:
        if key in NOT_OPTIONAL:
            raise BadTraveller(f"「{key}」は空にできません。値を書いてください。", about=key)
        return None
    return _checked_choice(key, value) if key in CHOICES else _checked_number(key, value)


def _checked_choice(key: str, value: Any) -> StrEnum:  # noqa: ANN401
    choices = CHOICES[key]
    if not isinstance(value, str) or value not in [str(member) for member in choices]:
        words = "、".join(str(member) for member in choices)
        raise BadTraveller(f"「{key}」には次のどれかを指定してください: {words}", about=key)
    return choices(value)


def _checked_number(key: str, value: Any) -> float:  # noqa: ANN401
    low, high = RANGES[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadTraveller(f"「{key}」は{low:g}から{high:g}までの数で指定してください。", about=key)
    return float(value)


def _from_row(row: Mapping[str, Any]) -> Traveller:
    converted: dict[str, Any] = dict(row)
    converted["group"] = Group(row["group"])
    for key, choices in CHOICES.items():
        if key in row:
            converted[key] = choices(row[key])
    return Traveller(**converted)
