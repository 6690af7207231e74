"""The catalogue of attributes: name, kind of value, unit, shelf life.

One row an attribute; the columns of the stored network, the JSON answer, the
verdict and the quality report all read this table. ``closed`` and ``lift_status``
are never built: they come with an overlay (:mod:`routeguide.model.overlay`).
Shelf lives are the ward's first working values (design/network.md names lift
12 months, surface 4 years, kerb 8 years; the others are set beside those by
how fast the thing changes) and are to be reviewed by the ward.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from routeguide.model import vocabulary as v

YEAR = 365


@dataclass(frozen=True, slots=True)
class Attribute:
    """One row of the catalogue.

    ``vocabulary`` None and ``is_text`` False means a measure in ``unit``.
    ``signed`` values change sign when the passage is walked backwards.
    ``shelf_life_days`` is the age after which a dated value becomes 要確認.
    """

    name: str
    name_ja: str
    unit: str = ""
    vocabulary: type[StrEnum] | None = None
    is_text: bool = False
    signed: bool = False
    shelf_life_days: int = 8 * YEAR

    @property
    def is_measure(self) -> bool:
        """Whether values are :class:`~routeguide.model.values.Measure`."""
        return self.vocabulary is None and not self.is_text


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("width_cm", "幅", "cm"),
    Attribute("slope_pct", "坂", "%", signed=True, shelf_life_days=20 * YEAR),
    Attribute("cross_slope_pct", "横の傾き", "%"),
    Attribute("step_cm", "段差", "cm"),
    Attribute("step_count", "段数", "段"),
    Attribute("gap_cm", "通れる幅（出入口）", "cm"),
    Attribute("crossing_length_m", "横断歩道の長さ", "m"),
    Attribute("cab_width_cm", "エレベーターの中の幅", "cm"),
    Attribute("cab_depth_cm", "エレベーターの中の奥行き", "cm"),
    Attribute("access", "通行できるかどうか", vocabulary=v.Access, shelf_life_days=4 * YEAR),
    Attribute("wheelchair", "車いすの通行", vocabulary=v.Wheelchair, shelf_life_days=4 * YEAR),
    Attribute("surface", "路面", vocabulary=v.SurfaceClass, shelf_life_days=4 * YEAR),
    Attribute("surface_word", "路面の種類", is_text=True, shelf_life_days=4 * YEAR),
    Attribute("smoothness", "路面のなめらかさ", vocabulary=v.Smoothness, shelf_life_days=4 * YEAR),
    Attribute("kerb", "縁石", vocabulary=v.Kerb),
    Attribute("tactile", "点字ブロック", vocabulary=v.Tactile, shelf_life_days=4 * YEAR),
    Attribute("footway", "歩道の有無", vocabulary=v.Footway),
    Attribute("closure", "別の歩道", vocabulary=v.Closure),
    Attribute("crossing", "横断の種類", vocabulary=v.CrossingKind),
    Attribute("signal_sound", "信号の音", vocabulary=v.SignalSound, shelf_life_days=2 * YEAR),
    Attribute("signal_sound_hours", "信号の音が鳴る時間", is_text=True, shelf_life_days=2 * YEAR),
    Attribute("signal_vibration", "信号の振動", vocabulary=v.YesNo, shelf_life_days=2 * YEAR),
    Attribute("signal_button", "信号のボタン", vocabulary=v.YesNo, shelf_life_days=2 * YEAR),
    Attribute("island", "中央の島", vocabulary=v.YesNo),
    Attribute("handrail", "手すり", vocabulary=v.YesNo),
    Attribute("lit", "明かり", vocabulary=v.YesNo),
    Attribute("roof", "屋根", vocabulary=v.YesNo),
    Attribute("barrier", "さえぎるもの", vocabulary=v.Barrier),
    Attribute("locked", "鍵", vocabulary=v.YesNo, shelf_life_days=4 * YEAR),
    Attribute("hours", "通れる時間", is_text=True, shelf_life_days=1 * YEAR),
    Attribute("platform_door", "ホームドア", vocabulary=v.YesNo, shelf_life_days=4 * YEAR),
    Attribute("lift_door", "エレベーターの扉", is_text=True, shelf_life_days=1 * YEAR),
    Attribute("levels", "階", is_text=True),
    Attribute("closed", "通行止め", vocabulary=v.YesNo),
    Attribute("lift_status", "エレベーターの状態", vocabulary=v.LiftState),
)

BY_NAME: dict[str, Attribute] = {attribute.name: attribute for attribute in ATTRIBUTES}
ROW: dict[str, int] = {attribute.name: row for row, attribute in enumerate(ATTRIBUTES)}
"""The row of an attribute in the columns of a stored network, by its name."""
