"""Negative controls over random networks: does a property catch a build that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

QUICK = settings(
    max_examples=600, phases=[Phase.generate], derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def is_caught(
    strategy: st.SearchStrategy[Any], check: Callable[..., Any], quick: settings = QUICK
) -> bool:
    """Tell whether a check, which returns what it finds wrong, finds anything.

    ``strategy`` draws the tuple of its arguments.
    """
    try:
        find(strategy, lambda drawn: bool(check(*drawn)), settings=quick)
    except NoSuchExample:
        return False
    return True
