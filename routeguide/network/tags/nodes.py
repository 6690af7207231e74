"""Nodes: kerbs, barriers, crossings, lifts, entrances, junction signals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from routeguide.model.values import Fact, Finding
from routeguide.model.vocabulary import Access, Barrier, Kerb
from routeguide.network.tags import NodeReading, tables
from routeguide.network.tags.reading import Collector
from routeguide.network.tags.shared import (
    read_access,
    read_kerb,
    read_level_tag,
    read_lift,
    read_names,
    read_signals,
    read_width_cm,
)
from routeguide.network.tags.values import read_count

Tags = Mapping[str, str]

SIGNALS = frozenset({"traffic_signals"})
ENTRANCE_WIDTHS = ("door:width", "width", "maxwidth:physical")


def read_node(tags: Tags, *, checked_on: date | None) -> NodeReading | None:
    """Return what a node's tags say; None when it is no point of the way.

    A node has one role: lift, crossing, barrier, entrance, kerb or signals,
    in this order.
    """
    role = find_role(tags)
    if role is None:
        return None
    into = Collector(tags, checked_on)
    READERS[role](into)
    return NodeReading(
        role=role,
        values=into.values,
        names=read_names(tags),
        levels=read_level_tag(into),
        findings=tuple(into.findings),
    )


def find_role(tags: Tags) -> str | None:
    """Return the role of a node; None when it has none for walkers."""
    if tags.get("highway") == "elevator":
        return "lift"
    if tags.get("highway") == "crossing" or ("crossing" in tags and "railway" not in tags):
        return "crossing"
    barrier = tags.get("barrier", "no")
    if barrier not in {"no", "kerb"} and barrier not in tables.OPEN_TO_WALKERS:
        return "barrier"
    if tags.get("entrance", "no") != "no" or tags.get("door", "no") != "no":
        return "entrance"
    if "kerb" in tags or "kerb:height" in tags or barrier == "kerb":
        return "kerb"
    return "signals" if tags.get("highway") in SIGNALS else None


def _read_lift(into: Collector) -> None:
    read_access(into, default=Access.YES, rule=None)
    read_lift(into)


def _read_crossing(into: Collector) -> None:
    read_access(into, default=None, rule=None)
    known = into.values.get("access")
    if isinstance(known, Fact) and known.value == Access.YES:
        del into.values["access"]  # a point that is open does not open the way through it
    read_signals(into)
    read_kerb(into)
    into.word("tactile", "tactile_paving", tables.TACTILE)


def _read_kerb(into: Collector) -> None:
    read_access(into, default=None, rule=None)
    read_kerb(into)
    into.word("tactile", "tactile_paving", tables.TACTILE)


def _read_barrier(into: Collector) -> None:
    word = into.tags["barrier"]
    if word not in tables.BARRIER and word not in {"yes", "cattle_grid"}:
        into.findings.append(Finding("barrier", word, "unparsed"))
    into.say("barrier", tables.BARRIER.get(word, Barrier.OTHER), "barrier")
    read_access(into, default=None, rule=None)
    keys = ["maxwidth:physical", "opening"]
    if word in tables.BARRIER and tables.BARRIER[word] in {Barrier.GATE, Barrier.ENTRANCE}:
        keys.append("width")  # of a bollard or fence, width is the thing's own
    any(into.number("gap_cm", key, read_width_cm) for key in keys)
    read_kerb(into)


def _read_entrance(into: Collector) -> None:
    into.say("barrier", Barrier.ENTRANCE, "entrance")
    read_access(into, default=None, rule=None)
    any(into.number("gap_cm", key, read_width_cm) for key in ENTRANCE_WIDTHS)
    read_kerb(into)
    if into.tags.get("step_count", "").strip() != "0":
        if into.number("step_count", "step_count", read_count):
            into.values.pop("step_cm", None)
            into.say("kerb", Kerb.RAISED, "step_count")  # steps of unknown height: none for wheels
    elif not {"step_cm", "kerb"} & into.values.keys():
        into.measure("step_cm", 0.0, 1.0, "step_count")


def _read_signals(into: Collector) -> None:
    del into  # the junction's signals tell nothing of the walkers' light


READERS = {
    "lift": _read_lift,
    "crossing": _read_crossing,
    "barrier": _read_barrier,
    "entrance": _read_entrance,
    "kerb": _read_kerb,
    "signals": _read_signals,
}
