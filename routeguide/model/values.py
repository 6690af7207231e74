"""Known values: what was said, how it is known, by whom and when.

A value that is not known is the *absence* of a :class:`Measure` or
:class:`Fact` (None, or a missing key), never a special number or word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from routeguide.model.vocabulary import Evidence


@dataclass(frozen=True, slots=True)
class Measure:
    """A number known exactly or within bounds, in the unit of its attribute.

    ``low == high`` is an exact figure. A bound on one side only has
    ``-math.inf`` or ``math.inf`` on the other. ``checked_on`` None means 日付不明.
    """

    low: float
    high: float
    evidence: Evidence
    source: str
    checked_on: date | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse NaN and reversed bounds: they would compare as 'within'."""
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"not an interval: {self.low}..{self.high}")

    @property
    def exact(self) -> bool:
        """Whether one figure is known."""
        return self.low == self.high

    def negated(self) -> Measure:
        """Return the same measure seen by someone walking the other way (slopes)."""
        return _negated(self)


@lru_cache(maxsize=4096)
def _negated(known: Measure) -> Measure:
    return replace(known, low=0.0 - known.high, high=0.0 - known.low)  # never a negative zero


@dataclass(frozen=True, slots=True)
class Fact:
    """A word of a vocabulary, or a text, with its evidence.

    ``value`` is the ``str`` of the vocabulary member, or free text for the
    attributes that are text. ``checked_on`` None means 日付不明.
    """

    value: str
    evidence: Evidence
    source: str
    checked_on: date | None = None
    note: str | None = None


Known = Measure | Fact


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a source says that we cannot use: kept aside, counted, never a pass.

    ``reason`` is ``unparsed`` or ``implausible``.
    """

    attribute: str
    text: str
    reason: str
