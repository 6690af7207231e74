"""What stands around the steps: what a route is called, and what has to be known of its ends."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routeguide.directions.phrase import Literal, Noun, Phrase, Spot, say
from routeguide.model.place import Place
from routeguide.model.route import Answer, Notice

NOWHERE: Mapping[str, Place] = MappingProxyType({})


def title_phrase(answer: Answer, places: Mapping[str, Place] = NOWHERE) -> Phrase:
    """Return from where to where; an exit with its station where ``places`` holds it."""
    ends = zip((answer.origin, answer.destination), ("origin", "goal"), strict=True)
    named = {
        key: Spot(place, places.get(place.parent or "")) if place else Noun("frame", key)
        for place, key in ends
    }
    return say("title", **named)


def notice_phrase(one: Notice) -> Phrase:
    """Return a notice of one end of the trip as a sentence."""
    if one.caution is not None:
        return say("notice_caution", place=Spot(one.place), caution=Literal(one.caution))
    if one.lift is not None:
        return say("notice_lift_out", lift=Spot(one.lift, one.place))
    return say("notice_lost_lift", place=Spot(one.place))
