"""Random overlays for property tests: outages now, later and over, values, closures."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import strategies as st

from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.values import Known
from routeguide.model.vocabulary import LiftState
from routeguide.network.draft import Draft
from tests.drawn import NOON
from tests.random_networks import MAKERS, POINT_MAKERS, Make, seeded

REPORTED = (LiftState.OUT, LiftState.PLANNED, LiftState.CONFIRMED)


def reports(lift: str) -> st.SearchStrategy[LiftReport]:
    """Draw a report on a lift that begins or ends around noon."""
    return seeded(lambda random: make_report(random, lift))


def make_report(random: Random, lift: str) -> LiftReport:
    state = random.choice(REPORTED)
    begins = NOON + timedelta(minutes=random.randint(-120, 120))
    length = timedelta(minutes=random.randint(1, 180))
    return LiftReport(lift, state, begins, None if state is LiftState.OUT else begins + length)


def overlays(draft: Draft) -> st.SearchStrategy[Overlay]:
    """Draw an overlay of a drawn network: every lift may have reports."""
    return seeded(lambda random: make_overlay(random, draft))


def make_overlay(random: Random, draft: Draft) -> Overlay:
    lifts = sorted({edge.lift_id for edge in draft.edges.values() if edge.lift_id})
    told = [make_report(random, lift) for lift in lifts for _ in range(random.randint(0, 2))]
    keys = sorted(draft.edges)
    values: dict[str, dict[str, Known | None]] = {}
    for key in random.sample(keys, min(len(keys), random.randint(0, 3))):
        values[key] = _make_change(random, MAKERS)
    if random.random() < 1 / 2:
        values[random.choice("BCDEFGHIJK")] = _make_change(random, POINT_MAKERS)
    closed = random.sample(keys, min(len(keys), random.randint(0, 1)))
    return Overlay(
        revision=random.randint(1, 99),
        as_of=NOON + timedelta(minutes=random.randint(-120, 120)),
        outages=tuple(told),
        values=values,
        closed=frozenset(closed),
    )


def _make_change(random: Random, makers: dict[str, Make]) -> dict[str, Known | None]:
    """Return a value of one attribute, or that it is not known any more."""
    name = random.choice(sorted(makers))
    return {name: makers[name](random) if random.random() < 2 / 3 else None}
