"""How many examples a property is tried on: fewer in `make test` than in `make proof`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

PROOF = os.environ.get("ROUTEGUIDE_PROOF") == "1"


def examples(usual: int, *, proof: int) -> settings:
    """Return settings for ``usual`` examples; for ``proof`` ones where the full counts are asked.

    The networks come from seeds, so there is nothing to shrink for long.
    """
    return settings(
        max_examples=proof if PROOF else usual, suppress_health_check=[HealthCheck.too_slow]
    )
