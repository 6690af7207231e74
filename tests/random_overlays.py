"""Random overlays for property tests: outages now, later and over, values, closures."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.vocabulary import LiftState
from routeguide.network.draft import Draft
from tests.drawn import NOON
from tests.random_networks import VALUES

MINUTES = st.integers(-120, 120)


@st.composite
def reports(draw: st.DrawFn, lift: str) -> LiftReport:
    """Draw a report on a lift that begins or ends around noon."""
    state = draw(st.sampled_from([LiftState.OUT, LiftState.PLANNED, LiftState.CONFIRMED]))
    begins = NOON + timedelta(minutes=draw(MINUTES))
    length = timedelta(minutes=draw(st.integers(1, 180)))
    return LiftReport(lift, state, begins, None if state is LiftState.OUT else begins + length)


@st.composite
def overlays(draw: st.DrawFn, draft: Draft) -> Overlay:
    """Draw an overlay of a drawn network: every lift may have reports."""
    lifts = sorted({edge.lift_id for edge in draft.edges.values() if edge.lift_id})
    told: list[LiftReport] = []
    for lift in lifts:
        told += draw(st.lists(reports(lift), max_size=2))
    keys = sorted(draft.edges)
    closed = draw(st.sets(st.sampled_from(keys), max_size=1)) if keys else set()
    values = {}
    if keys and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(VALUES)))
        values = {draw(st.sampled_from(keys)): {name: draw(st.one_of(st.none(), VALUES[name]))}}
    as_of = NOON + timedelta(minutes=draw(MINUTES))
    return Overlay(
        revision=draw(st.integers(1, 99)), as_of=as_of, outages=tuple(told), values=values,
        closed=frozenset(closed),
    )  # fmt: skip
