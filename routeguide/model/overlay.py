"""What changed since the network was built: outages, observed values, closures, additions.

An overlay is immutable; each change makes a new one with a higher revision.
It is laid over the columns of a network (:mod:`routeguide.network.overlay`);
the network itself never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from routeguide.model.passage import Passage
from routeguide.model.values import Known
from routeguide.model.vocabulary import LiftState

AHEAD = timedelta(hours=12)
"""A planned outage is told to whoever arrives at the lift at most this long before it."""


@dataclass(frozen=True, slots=True)
class LiftReport:
    """What was said of one lift.

    ``state`` OUT: out of service from ``begins`` until somebody takes the
    report back (``ends`` is None: an unplanned outage never ends by itself).
    PLANNED: out of service from ``begins`` to ``ends``. CONFIRMED: seen
    working at ``begins``, valid until ``ends``. Moments are aware.
    ``lift`` is the place id, never a name.
    """

    lift: str
    state: LiftState
    begins: datetime
    ends: datetime | None = None
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse reports that would say something else than they mean."""
        if self.state not in {LiftState.OUT, LiftState.PLANNED, LiftState.CONFIRMED}:
            raise ValueError(f"a lift is reported out, planned or confirmed, not {self.state}")
        if (self.ends is None) is not (self.state is LiftState.OUT):
            raise ValueError("an outage has no end; a plan and a confirmation have one")
        if self.ends is not None and self.ends <= self.begins:
            raise ValueError("a report ends after it begins")

    @property
    def station(self) -> str | None:
        """The place id of the lift's station; None for a lift outside stations."""
        name, slash, _ = self.lift.removeprefix("lift:").rpartition("/")
        return f"station:{name}" if slash else None


@dataclass(frozen=True, slots=True)
class Overlay:
    """One state of everything that changes (design/routing.md, "Overlay and what-if").

    ``revision`` 0 is nothing; ``as_of`` is when this state was read (aware).
    ``outages`` holds the reports on lifts. ``values`` holds observed values by
    passage or node key, then by attribute; None takes a value away.
    ``added`` are new passages between nodes that exist, ``opened`` the ids of
    planned lifts or passages that now exist, ``closed`` the keys of passages
    that nobody passes (either direction). ``assumptions`` names what is only
    assumed (仮定); empty for what is so.
    """

    revision: int = 0
    as_of: datetime | None = None
    outages: tuple[LiftReport, ...] = ()
    values: Mapping[str, Mapping[str, Known | None]] = field(default_factory=dict)
    added: tuple[Passage, ...] = ()
    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    assumptions: tuple[str, ...] = ()

    def state_of(self, lift: str, at: datetime) -> tuple[LiftState, datetime | None]:
        """Return a lift's state at a moment, and until when it is confirmed.

        OUT inside an outage or a planned window. After a window, and after a
        confirmation's validity, UNKNOWN until somebody confirms, another window
        to come or not; else PLANNED up to :data:`AHEAD` before a window. The second
        value is None but for CONFIRMED, and for OUT inside a planned window (its end).
        """
        mine = [report for report in self.outages if report.lift == lift]
        if not mine:
            return LiftState.NO_REPORT, None
        for report in mine:
            if report.state is not LiftState.CONFIRMED and _holds(report, at):
                return LiftState.OUT, report.ends
        plans = [r for r in mine if r.state is LiftState.PLANNED]
        seen = [r for r in mine if r.state is LiftState.CONFIRMED and r.begins <= at]
        over = [r.ends for r in plans if r.ends is not None and r.ends <= at]
        valid = [r for r in seen if _holds(r, at) and all(end <= r.begins for end in over)]
        if (seen or over) and not valid:
            return LiftState.UNKNOWN, None
        if any(at < r.begins <= at + AHEAD for r in plans):
            return LiftState.PLANNED, None
        if valid:
            return LiftState.CONFIRMED, max(r.ends for r in valid if r.ends is not None)
        return LiftState.NO_REPORT, None


NOTHING = Overlay()
"""The overlay of a network over which nothing is laid."""


def _holds(report: LiftReport, at: datetime) -> bool:
    return report.begins <= at and (report.ends is None or at < report.ends)
