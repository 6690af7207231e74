"""A process that serves leaves alone what is loaded; circles of new objects still go."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from routeguide.web.collector import FRESH, settle


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


class Knot:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_what_is_loaded_is_frozen_and_answers_are_left_alone() -> None:
    settle()
    assert gc.get_freeze_count() > FRESH
    assert gc.get_threshold()[0] == FRESH
    assert gc.isenabled()


def test_circles_are_still_collected() -> None:
    settle()
    knot = weakref.ref(Knot())
    kept = [Knot() for _ in range(2 * FRESH)]
    del kept
    assert knot() is None
