"""Ways: kind, road class, access and attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from routeguide.model.values import Finding, Measure
from routeguide.model.vocabulary import Access, Footway, Kind
from routeguide.network.tags import WayReading, tables
from routeguide.network.tags.reading import Collector
from routeguide.network.tags.shared import (
    close_for_all,
    read_access,
    read_kerb,
    read_level_tag,
    read_lift,
    read_names,
    read_signals,
    read_width_cm,
)
from routeguide.network.tags.sidewalks import (
    Sidewalks,
    read_sidewalk_values,
    read_sidewalks,
    read_slope,
    read_surface,
)
from routeguide.network.tags.values import read_count

Tags = Mapping[str, str]

APART = frozenset(
    {Kind.FOOTWAY, Kind.STEPS, Kind.ESCALATOR, Kind.MOVING_WALKWAY, Kind.RAMP, Kind.CORRIDOR,
     Kind.PLATFORM, Kind.UNDERPASS, Kind.FOOTBRIDGE, Kind.LIFT, Kind.TICKET_GATE}
)  # fmt: skip
"""Kinds that keep walkers apart from traffic by what they are."""

FOOT_CLASSES = frozenset({"footway", "pedestrian", "path", "cycleway", "bridleway", "track"})
OPENS_FOR_FOOT = tables.ALLOWING | {"discouraged", "dismount"}
LAYERS = range(-10, 11)
LAYER = re.compile(r"[+-]?[0-9]{1,2}")


def read_way(tags: Tags, *, checked_on: date | None) -> WayReading | None:
    """Return what a way's tags say; None when it is no way, corridor or platform (yet).

    A road that exists but is closed to walkers (motorway, foot=no, motorroad)
    comes back with access=no: it is not walked, but it is there to be crossed.
    """
    kind = find_kind(tags)
    if kind is None:
        return None
    into = Collector(tags, checked_on)
    sidewalks = read_sidewalks(into)
    if kind is Kind.STREET and sidewalks.present:
        kind = Kind.STREET_WITH_SIDEWALK
    _read_access(into, kind)
    _read_attributes(into, kind, sidewalks)
    _close_for_walkers(into)
    return WayReading(
        kind=kind,
        road_class=tables.ROADS.get(tags.get("highway", "")),
        values=into.values,
        names=read_names(tags),
        levels=read_level_tag(into),
        layer=_read_layer(into),
        bridge=tags.get("bridge", "no") != "no",
        tunnel=tags.get("tunnel", "no") not in {"no", "building_passage"},
        area=is_area(tags, kind),
        separate=sidewalks.separate or tags.get("foot") == "use_sidepath",
        ramp_beside=kind is Kind.STEPS and tags.get("ramp:wheelchair") == "yes",
        oneway_foot=_read_direction(tags, kind),
        findings=tuple(into.findings),
    )


KIND_BY_HIGHWAY: Mapping[str, Kind] = {
    "platform": Kind.PLATFORM,
    "corridor": Kind.CORRIDOR,
    "elevator": Kind.LIFT,
    "steps": Kind.STEPS,
}


def find_kind(tags: Tags) -> Kind | None:
    """Return the kind of a way; None when it is not one to walk or cross."""
    highway = tags.get("highway")
    if highway in tables.NO_WAY_YET:
        return None
    if highway in {"steps", "elevator"}:  # steps are steps whatever else they say
        moving = highway == "steps" and tags.get("conveying", "no") != "no"
        return Kind.ESCALATOR if moving else KIND_BY_HIGHWAY[highway]
    if highway in tables.ROADS and tags.get("step_count", "0").strip() != "0":
        return Kind.STEPS  # counted steps on a footway or street are steps, however many
    return _kind_by_use(tags, highway)


def _kind_by_use(tags: Tags, highway: str | None) -> Kind | None:
    if "platform" in {tags.get("railway"), tags.get("public_transport")}:
        return Kind.PLATFORM
    if tags.get("indoor") == "corridor":
        return Kind.CORRIDOR
    found = KIND_BY_HIGHWAY.get(highway or "")
    if found is None and highway in tables.ROADS:
        return _kind_of_road(tags, highway or "")
    return found


def _kind_of_road(tags: Tags, highway: str) -> Kind:
    if "crossing" in {tags.get(key) for key in ("footway", "path", "cycleway", "pedestrian")}:
        return Kind.CROSSING
    if highway not in FOOT_CLASSES:
        return Kind.STREET
    if tags.get("conveying", "no") != "no":
        return Kind.MOVING_WALKWAY
    if "yes" in {tags.get("ramp"), tags.get("ramp:wheelchair")}:
        return Kind.RAMP
    return _kind_of_footway(tags, highway)


def _kind_of_footway(tags: Tags, highway: str) -> Kind:
    if highway in {"footway", "pedestrian"}:
        if tags.get("bridge", "no") != "no":
            return Kind.FOOTBRIDGE
        tunnel = tags.get("tunnel", "no") not in {"no", "building_passage"}
        return Kind.UNDERPASS if tunnel else Kind.FOOTWAY
    designated = tags.get("foot") in {"designated", "official"}
    return Kind.FOOTWAY if designated and highway in {"path", "cycleway"} else Kind.PATH


def _read_access(into: Collector, kind: Kind) -> None:
    tags = into.tags
    highway = tags.get("highway", "platform" if kind is Kind.PLATFORM else "corridor")
    public = highway in tables.PUBLIC_BY_CLASS or tags.get("footway") == "crossing"
    read_access(into, default=Access.YES, rule=None if public else "national-default")


def _close_for_walkers(into: Collector) -> None:
    """Close what is not for walking, last: no value that was read before opens it again."""
    tags = into.tags
    if tags.get("sac_scale") not in {None, *tables.HIKING_ONLY}:
        close_for_all(into, "sac_scale")
    closing = _find_closing_key(tags)
    if closing and tags.get("foot", "").strip().lower() not in OPENS_FOR_FOOT:
        close_for_all(into, closing)


def _find_closing_key(tags: Tags) -> str | None:
    """Return the tag that closes a way for walkers unless ``foot`` says otherwise."""
    if tags.get("highway") in tables.CLOSED_BY_CLASS:
        return "highway"
    if tags.get("motorroad") == "yes":
        return "motorroad"
    if tags.get("ford", "no") != "no":
        return "ford"
    return next((key for key in tables.LIFECYCLE if tags.get(key) == "yes"), None)


def _read_attributes(into: Collector, kind: Kind, sidewalks: Sidewalks) -> None:
    tags = into.tags
    if kind is Kind.STREET_WITH_SIDEWALK:
        into.say("footway", Footway.BESIDE, "sidewalk")
        read_slope(into)  # a street and its sidewalks climb together unless these say otherwise
        read_sidewalk_values(into, sidewalks)
    elif kind is Kind.LIFT:
        read_lift(into)
    else:
        _read_ground(into, kind, sidewalks)
    if kind in {Kind.STEPS, Kind.ESCALATOR}:
        into.number("step_count", "step_count", read_count)
        _read_handrail(into)
    elif kind is Kind.RAMP:
        _read_handrail(into)
    if kind is Kind.CROSSING:
        read_signals(into)
    into.word("lit", "lit", tables.LIT)
    if tags.get("covered", "no") in {"yes", "arcade", "colonnade"} or tags.get("indoor") == "yes":
        into.say("roof", "yes", "covered")


def _read_ground(into: Collector, kind: Kind, sidewalks: Sidewalks) -> None:
    """Read what is underfoot on ways of their own and on streets without a sidewalk."""
    if kind in APART:
        into.say("footway", Footway.APART, "highway")
    elif kind is Kind.STREET and sidewalks.none:
        into.say("footway", Footway.NONE, "sidewalk")
    if kind is Kind.STREET:
        _read_shoulders(into)
    else:
        _read_width(into)
    read_surface(into)
    into.word("smoothness", "smoothness", tables.SMOOTHNESS)
    into.word("tactile", "tactile_paving", tables.TACTILE)
    read_slope(into)
    _read_cross_slope(into)
    read_kerb(into)


def _read_width(into: Collector) -> None:
    """Read the clear width of a way of its own; an estimate is inferred, a limit an upper bound."""
    limit = None
    if into.number("width_cm", "maxwidth:physical", read_width_cm):
        limit = into.values.pop("width_cm")
    if not into.number("width_cm", "width", read_width_cm):
        for key in ("est_width", "width:estimated"):
            if into.number("width_cm", key, read_width_cm):
                guess = into.values["width_cm"]
                into.measure("width_cm", guess.low, guess.high, key, rule="estimated-width")  # type: ignore[union-attr]
                break
    known = into.values.get("width_cm")
    # A limit below the stated width is what is left to pass at the narrowest place.
    if isinstance(limit, Measure) and not (isinstance(known, Measure) and known.low <= limit.high):
        into.measure("width_cm", 0.0, limit.high, "maxwidth:physical")


def _read_shoulders(into: Collector) -> None:
    """Read a marked shoulder with a width as room to walk; of two, the narrower."""
    if into.tags.get("shoulder") == "no":
        return
    keys = ("shoulder:width", *(f"shoulder:{side}:width" for side in ("both", "left", "right")))
    widths = [
        into.values.pop("width_cm") for key in keys if into.number("width_cm", key, read_width_cm)
    ]
    if widths:
        into.values["width_cm"] = min(widths, key=lambda known: known.low)  # type: ignore[union-attr]


def _read_cross_slope(into: Collector) -> None:
    key = "incline:across"
    if key in into.tags:
        side = Collector(into.tags, into.checked_on)
        read_slope(side, key)
        into.findings.extend(side.findings)
        known = side.values.get("slope_pct")
        if known is not None:
            ends = abs(known.low), abs(known.high)  # type: ignore[union-attr]
            into.measure("cross_slope_pct", min(ends), max(ends), key)


def _read_handrail(into: Collector) -> None:
    if into.word("handrail", "handrail", tables.HANDRAIL):
        return
    sides = [into.tags.get(f"handrail:{side}") for side in ("left", "right", "center", "both")]
    if "yes" in sides:
        into.say("handrail", "yes", "handrail")
    elif sides[:2] == ["no", "no"] or sides[3] == "no":
        into.say("handrail", "no", "handrail")


def is_area(tags: Tags, kind: Kind) -> bool:
    """Tell whether a way is a surface: pedestrian squares and platforms with area=yes."""
    if tags.get("area") == "no":
        return False
    drawn = tags.get("area") == "yes" or "area:highway" in tags
    return drawn and kind in {Kind.FOOTWAY, Kind.PLATFORM, Kind.CORRIDOR, Kind.STREET, Kind.PATH}


def _read_layer(into: Collector) -> int:
    text = into.tags.get("layer")
    if text is None:
        return 0
    if LAYER.fullmatch(text.strip()) and int(text) in LAYERS:
        return int(text)
    into.findings.append(Finding("layer", text, "unparsed"))
    return 0


def _read_direction(tags: Tags, kind: Kind) -> int:
    """Return 1 or -1 where walkers may go one way only: escalators, and oneway:foot."""
    word = tags.get("conveying") if kind in {Kind.ESCALATOR, Kind.MOVING_WALKWAY} else None
    if word in {"forward", "backward"}:
        return -1 if word == "backward" else 1
    if word is not None and tags.get("oneway") in {"yes", "1", "-1"}:
        return -1 if tags["oneway"] == "-1" else 1
    foot = tags.get("oneway:foot")
    if foot in {"yes", "1", "-1"}:
        return -1 if foot == "-1" else 1
    if tags.get("foot:forward") == "no":
        return -1
    return 1 if tags.get("foot:backward") == "no" else 0
