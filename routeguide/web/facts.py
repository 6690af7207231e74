"""Facts of a place as rows of a table: what, value, how it is known, when, from where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from markupsafe import Markup

from routeguide.config import ROOT
from routeguide.directions.phrase import Amount, Day, Noun, Unit
from routeguide.model.asked import now
from routeguide.model.attributes import BY_NAME, YEAR
from routeguide.model.values import Known, Measure
from routeguide.model.vocabulary import Evidence
from routeguide.web.texts import t
from routeguide.web.wording import attribute_of, comma, show

SHELF_LIFE_DAYS: Mapping[str, int] = {
    "platform_door": BY_NAME["platform_door"].shelf_life_days,
    "hours": BY_NAME["hours"].shelf_life_days,
    "equipment": 4 * YEAR,
    "toilets": 4 * YEAR,
    "step_free_routes": 4 * YEAR,
}
"""After how many days a dated fact of a place has to be confirmed anew; others do not age."""


MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from; ``anchor`` None where the list of sources does not hold it."""

    name: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact, and how and when it is known; unknown says so, and ``is_known`` is False."""

    name: Markup
    value: Markup
    how: Markup
    sources: tuple[Source, ...] = ()
    is_known: bool = True


def unknown_row(name: Markup) -> FactRow:
    """Return the row of something of which nothing is known."""
    return FactRow(name, t("分かりません"), show(Noun("evidence", "unknown")), is_known=False)


def fact_row(name: Markup, known: Known | None, value: Markup, *, ages: str = "") -> FactRow:
    """Return the row of a fact; of None the row of an unknown, whatever ``value`` says.

    ``ages`` is the key of :data:`SHELF_LIFE_DAYS` by which it outlives itself.
    """
    if known is None:
        return unknown_row(name)
    return FactRow(
        name=name,
        value=value,
        how=comma().join((_evidence(known, ages), _day(known))),
        sources=sources_of(known.source),
    )


def _day(known: Known) -> Markup:
    day = known.checked_on
    return show(Day(day.isoformat())) if day else t("日付は分かりません")


def _evidence(known: Known, ages: str) -> Markup:
    life = SHELF_LIFE_DAYS.get(ages)
    day = known.checked_on
    is_old = life is not None and day is not None and today() - day > timedelta(days=life)
    if is_old or known.evidence is Evidence.EXPIRED:
        return t("古いので、もう一度確かめる必要があります")
    return show(Noun("evidence", str(known.evidence)))


def today() -> date:
    """Return this day in Japan."""
    return now().date()


def centimetres(known: Known) -> Markup:
    """Return a measure in centimetres: exact, or as far as it is known."""
    if not isinstance(known, Measure):
        raise TypeError(f"no measure: {known}")
    return show(Amount(known.low, known.high, Unit.CM))


def sources_of(text: str) -> tuple[Source, ...]:
    """Return sources: ``ward:KOG20,POI`` are two of the ward's list; other text stands as it is."""
    told = text.removeprefix("ward:").removeprefix("overlay:")
    names = told.split(",")
    if all(name in listed_sources() for name in names):
        return tuple(Source(name, anchor_of(name)) for name in names)
    return (Source(told, None),) if told and told != "?" else ()


def anchor_of(name: str) -> str:
    """Return where a source of the ward's list stands on the page of data."""
    return "source-" + name.replace(" ", "-")


def finding_rows(report: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Return (attribute, text, count) of what sources say and nobody can use."""
    known = set(BY_NAME)
    return [
        (
            attribute_of(one["attribute"]) if one["attribute"] in known else one["attribute"],
            one["text"],
            one["count"],
        )
        for one in report.get("findings", [])[:MOST_FINDINGS]
    ]


@cache
def listed_sources() -> Mapping[str, Mapping[str, Any]]:
    """Return the ward's list of sources by their names; empty where it is not at hand."""
    file = ROOT / "graphdata" / "ward" / "sources.json"
    if not file.is_file():
        return {}
    rows = json.loads(file.read_text(encoding="utf-8"))["sources"]
    return {row["id"]: row for row in rows}
