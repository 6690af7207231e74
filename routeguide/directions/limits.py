"""The limits that were really applied, in words: every answer echoes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from routeguide.model.traveller import Traveller
from routeguide.model.vocabulary import UnknownPolicy

STAIRS = {"never": "使わない", "priced": "なるべく避ける", "allowed": "使う"}
USE = {"use": "使う", "avoid": "なるべく避ける", "never": "使わない"}
SURFACE = {
    "smooth": "アスファルトなどなめらかな路面まで",
    "firm": "かたく平らな路面まで",
    "uneven": "石畳などでこぼこの路面まで",
    "loose": "砂利や土の路面まで",
}
SMOOTHNESS = {
    "excellent": "とてもなめらか", "good": "なめらか", "intermediate": "ふつう", "bad": "でこぼこ",
    "very_bad": "かなりでこぼこ", "horrible": "ひどいでこぼこ", "very_horrible": "とてもひどい",
    "impassable": "通れない",
}  # fmt: skip
ROADS = {
    "footway": "歩道だけ", "pedestrian": "歩行者の道まで", "cycleway": "自転車道まで",
    "path": "小道まで", "track": "農道まで", "service": "構内の道まで",
    "living_street": "生活道路まで", "residential": "住宅地の道まで",
    "unclassified": "ふつうの道まで", "tertiary": "やや大きな道まで", "secondary": "都道くらいまで",
    "primary": "主な都道や国道まで", "trunk": "幹線道路まで", "motorway": "すべて",
}  # fmt: skip
UNKNOWN = {
    UnknownPolicy.REFUSE: "確認できた道だけを使う",
    UnknownPolicy.WARN: "なるべく避けて、知らせる",
    UnknownPolicy.PASS: "避けずに使う（未確認とは知らせる）",
}

ROWS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("stairs", "階段", STAIRS.__getitem__),
    ("escalator", "エスカレーター", USE.__getitem__),
    ("lift", "エレベーター", USE.__getitem__),
    ("max_step_cm", "段差", lambda v: f"{v:g}センチまで"),
    ("max_slope_up_pct", "のぼり坂", lambda v: f"{v:g}パーセントまで"),
    ("max_slope_down_pct", "くだり坂", lambda v: f"{v:g}パーセントまで"),
    ("short_slope_pct", "短い坂", lambda v: f"{v:g}パーセントまで"),
    ("short_slope_m", "短い坂の長さ", lambda v: f"{v:g}メートルまで"),
    ("max_cross_slope_pct", "横の傾き", lambda v: f"{v:g}パーセントまで"),
    ("min_width_cm", "道の幅", lambda v: f"{v:g}センチ以上"),
    ("min_gap_cm", "出入口や門の幅", lambda v: f"{v:g}センチ以上"),
    ("worst_surface", "路面", SURFACE.__getitem__),
    ("worst_smoothness", "路面のなめらかさ", SMOOTHNESS.__getitem__),
    ("road_without_footway", "歩道のない車道", ROADS.__getitem__),
    ("speed_mps", "進む速さ", lambda v: f"1秒に{v:g}メートル"),
)


def say_limit(key: str, value: Any) -> tuple[str, str]:  # noqa: ANN401 - the value of any limit
    """Return the name of a limit and its value in Japanese; ``value`` as in the JSON answer."""
    name, say = next((name, say) for row, name, say in ROWS if row == key)
    return name, say(value)


def list_limits(traveller: Traveller, unknown: UnknownPolicy) -> list[tuple[str, str]]:
    """Return (what, limit) in Japanese for every limit applied, the unknown policy last."""
    limits = traveller.limits()
    rows = [(name, say(limits[key])) for key, name, say in ROWS if limits[key] is not None]
    return [*rows, ("未確認の道", UNKNOWN[unknown])]
