"""What was found, and what is reached, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from routeguide.directions.rounding import round_minutes
from routeguide.exchange.place_rows import Teller
from routeguide.exchange.reach_geojson import ReachAnswer, ReachedFacility
from routeguide.model.facility_kind import KIND_JA, kind_of_category
from routeguide.model.place import PlaceKind
from routeguide.routing.finding import Found, Hit
from routeguide.routing.needs import NEED_JA, Held

HELD_JA = {Held.YES: "あり", Held.NO: "なし", Held.UNKNOWN: "不明"}


def found_to_text(found: Found, teller: Teller) -> str:
    """Return what was found, one place a line; what is not known of a need comes apart."""
    lines = [_line(hit, teller) for hit in found.hits]
    if found.unknown:
        lines += ["", f"たずねたことが確認できていない場所（{found.total_unknown}か所）:"]
        lines += [_line(hit, teller) for hit in found.unknown]
    lines += ["", *_counts(found)]
    return "\n".join(lines)


def _counts(found: Found) -> Iterator[str]:
    yield f"{found.total}か所見つかりました。"
    if found.without:
        yield f"ないと分かっている場所が{found.without}か所あります。"
    if len(found.hits) < found.total:
        yield f"はじめの{len(found.hits)}か所だけを並べています。"


def _line(hit: Hit, teller: Teller) -> str:
    place = hit.place
    is_facility = place.kind is PlaceKind.FACILITY
    kind = KIND_JA[kind_of_category(place.category)] if is_facility else "駅"
    parts = [f"{teller.label(place)}（{place.id}）", kind]
    if hit.distance_m is not None:
        parts.append(f"直線で{round(hit.distance_m)}メートル")
    parts += [f"{NEED_JA[need]}: {HELD_JA[told.held]}" for need, told in hit.needs.items()]
    return "、".join(parts)


def reached_to_text(answer: ReachAnswer) -> str:
    """Return what is reached: metres of streets by band, and the facilities in each."""
    lines = []
    for feature in reversed(answer.features):
        band = feature.properties
        unit = "分" if band.unit == "minutes" else "メートル"
        told = f"{band.limit}{unit}まで: 道 {band.reached_m}メートル"
        if band.unverified_share is not None:
            told += f"（確認できていない道 {band.unverified_share:.0%}）"
        lines.append(told)
        lines += [_arrival(one) for one in answer.facilities if one.within == band.limit]
    if answer.partial:
        lines.append("時間によって閉まる所が多いため、行ける道がほかにもあるかもしれません。")
    return "\n".join(lines)


def _arrival(one: ReachedFacility) -> str:
    minutes = round_minutes(one.duration_s)
    return f"  {one.label}（{one.id}）: {round(one.length_m)}メートル、{minutes}分"
