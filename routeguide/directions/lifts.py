"""What is told of a lift besides its ride: its button, its door on leaving, its hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from routeguide.directions.phrase import Moment, Phrase, say
from routeguide.directions.sentences import SIDES, centimetres
from routeguide.model.asked import JST

EVERY_DAY = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
"""Hours that are the same every day, as operators write them; 24:00 is 0:00."""


def list_door(facts: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yield the call button and the door by which one leaves, told before boarding."""
    height = facts.get("button_cm")
    if height is not None:
        side = SIDES.get(facts.get("button_side", ""))
        yield say("lift_button", side=side, height=centimetres(height))
    door = facts.get("door_side")
    if door in {"same", "opposite"}:
        yield say(f"lift_door_{door}")
    elif door in SIDES:
        yield say("lift_door_aside", side=SIDES[door])


def list_hours(facts: Mapping[str, Any]) -> Iterator[Phrase]:
    """Yield from when to when it can be used; hours that differ by day are not told."""
    found = EVERY_DAY.fullmatch(facts.get("hours") or "")
    if found:
        begin, finish = _time(found[1], found[2]), _time(found[3], found[4])
        yield say("lift_hours", begin=begin, finish=finish)


def _time(hour: str, minute: str) -> Moment:
    return Moment(datetime(2000, 1, 1, int(hour) % 24, int(minute), tzinfo=JST))
