"""What is known of one attribute: the rows that know it, with bounds, words and evidence.

Most attributes are known of few passages. What verdicts compare with a limit
is therefore gathered once a network and kept without gaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.vocabulary import Evidence, Kind, code_of
from routeguide.network.store import Network

CONFIRMED_CODE = code_of(Evidence.MAPPED)
"""Evidence codes from here upwards are confirmed (mapped, survey)."""

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class KnownRows:
    """The passages of which one attribute is known, in the order of their rows.

    ``low`` and ``high`` are the bounds of a measure, ``codes`` those of a
    word; ``confirmed`` says where the evidence is mapped or surveyed and has
    not outlived its shelf life.
    """

    attribute: str
    rows: npt.NDArray[np.intp]
    low: Array
    high: Array
    codes: Array
    confirmed: npt.NDArray[np.bool_]

    def bounds(self, attribute: str) -> tuple[Array, Array]:
        """Return the bounds of the attribute that these rows are about."""
        assert attribute == self.attribute  # noqa: S101 - there is no other here
        return self.low, self.high

    def words(self, attribute: str) -> Array:
        """Return the word codes of the attribute that these rows are about."""
        assert attribute == self.attribute  # noqa: S101 - there is no other here
        return self.codes

    def take(self, chosen: npt.NDArray[np.bool_]) -> KnownRows:
        """Return some of the rows."""
        return KnownRows(
            self.attribute,
            self.rows[chosen],
            self.low[chosen],
            self.high[chosen],
            self.codes[chosen],
            self.confirmed[chosen],
        )


def known_rows(network: Network, attribute: str) -> KnownRows:
    """Return the passages of which an attribute is known."""
    kept = _memo(network)
    found = kept.get(attribute)
    if found is None:
        evidence = network.evidence("edge", attribute)
        rows = np.flatnonzero(evidence)
        low, high, words = (
            np.asarray(network.values("edge", attribute, part)[rows])
            for part in ("low", "high", "word")
        )
        confirmed = evidence[rows] >= CONFIRMED_CODE
        found = kept[attribute] = KnownRows(attribute, rows, low, high, words, confirmed)
    return found


def known_in(network: Network, attribute: str, kinds: frozenset[Kind]) -> KnownRows:
    """Return the passages of some kinds of which an attribute is known."""
    kept = _memo(network)
    found = kept.get((attribute, kinds))
    if found is None:
        known = known_rows(network, attribute)
        chosen = kinds_in(network, kinds)[known.rows]
        found = known if chosen.all() else known.take(chosen)
        kept[attribute, kinds] = found
    return found


def _memo(network: Network) -> dict[object, KnownRows]:
    kept = network.memo.setdefault("known", {})
    assert isinstance(kept, dict)  # noqa: S101 - nobody else uses the name
    return kept


def kinds_in(network: Network, wanted: frozenset[Kind]) -> npt.NDArray[np.bool_]:
    """Where the kind of a passage is one of ``wanted``; worked out once a network."""
    kept = network.shared_memo.setdefault("kinds", {})
    assert isinstance(kept, dict)  # noqa: S101 - nobody else uses the name
    found: npt.NDArray[np.bool_] | None = kept.get(wanted)
    if found is None:
        found = kept[wanted] = kind_mask(network.column("edge_kind"), wanted)
    return found


def kind_mask(kinds: Array, wanted: frozenset[Kind]) -> npt.NDArray[np.bool_]:
    """Where one of these kinds is one of ``wanted``."""
    chosen = np.zeros(len(Kind) + 1, dtype=bool)
    chosen[[code_of(kind) for kind in wanted]] = True
    found: npt.NDArray[np.bool_] = chosen[kinds]
    return found
