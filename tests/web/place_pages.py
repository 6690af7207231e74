"""The pages of places and statements in every state, on a ward where lifts are out."""

from __future__ import annotations

from datetime import timedelta

from routeguide.model.asked import now
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.values import Measure
from routeguide.model.vocabulary import Evidence, LiftState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIBRARY = "facility:kotake-toshokan"
SURVEYED = 2.0
STATES = {
    "places": "/places",
    "found by a name": "/places?q=こたけ",
    "found by romaji": "/places?q=shakujii",
    "found by kind": "/places?kind=library",
    "found by needs": "/places?need=wheelchair_toilet&need=lift",
    "found near a station": "/places?near=station:nerima",
    "nothing found": "/places?q=ぬるぽが丘",
    "a facility, measured": f"/places/{LIBRARY}",
    "a facility with equipment": "/places/facility:shakujii-toshokan",
    "a facility with toilets": "/places/facility:nerimatozeijimusho",
    "a facility without a position": "/places/facility:hayamiya-kumin-jimusho",
    "a station, its lift out": "/places/station:kotake-mukaihara",
    "two stations of one name": "/places/station:nerima",
    "a station of whose inside nothing is known": "/places/station:ekoda",
    "outages": "/outages",
    "to": "/route/to",
    "to, answers kept": "/route/to?from=station:kotake-mukaihara&traveller=cane&max_step_cm=3",
    "to, not known": "/route/to?from=station:kotake-mukaihara&unsure=1",
    "to, found": "/route/to?from=station:kotake-mukaihara&kind=library",
    "feedback": "/feedback",
    "feedback on a block": "/feedback?about=ward:route:x/1&block=左に曲がります。",
    "feedback on a place": f"/feedback?about={LIBRARY}",
    "thanks": "/feedback/thanks",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "data": "/about-data",
    "ways of moving": "/travellers",
    "embedded": f"/embed/{LIBRARY}",
    "embedded, no way": "/embed/facility:hayamiya-kumin-jimusho",
}
"""State -> address; each is answered with 200."""

ERRORS = {
    "near nowhere": ("/places?near=station:nowhere", 404),
    "to, nothing written": ("/route/to?from=station:nerima&q=", 400),
    "to, near nowhere": ("/route/to?near=station:nowhere", 404),
    "no such place": ("/places/facility:nowhere", 404),
    "a station embedded": ("/embed/station:nerima", 404),
}
"""Mistake -> address and status."""


def overlay() -> Overlay:
    """Return what is told of the ward: lifts in every state, and an entrance that was measured."""
    at = now()
    step = Measure(SURVEYED, SURVEYED, Evidence.SURVEY, "survey", (at - DAY).date())
    return Overlay(
        revision=7,
        as_of=at - HOUR,
        outages=(
            LiftReport("lift:kotake-mukaihara/evr", LiftState.OUT, at - 8 * HOUR),
            LiftReport("lift:heiwadai/evr", LiftState.OUT, at - 3 * DAY),
            LiftReport("lift:hikarigaoka/a2", LiftState.PLANNED, at + DAY, at + 2 * DAY),
            LiftReport("lift:hikawadai/evr", LiftState.CONFIRMED, at - 5 * DAY, at - 4 * DAY),
            LiftReport("lift:senkawa/evr", LiftState.CONFIRMED, at - 2 * HOUR, at + DAY),
            LiftReport("lift:nowhere/1", LiftState.OUT, at - DAY),
        ),
        values={LIBRARY: {"step_cm": step}},
    )
