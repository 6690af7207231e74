"""No way as phrases: what stands in the way, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from routeguide.directions.limits import say_limit
from routeguide.directions.naming import lift_at, where
from routeguide.directions.notes import attributes
from routeguide.directions.overview import spot
from routeguide.directions.phrase import (
    Amount,
    Literal,
    Moment,
    Noun,
    Phrase,
    Step,
    Telling,
    Unit,
    Value,
    say,
)
from routeguide.directions.rounding import round_metres, round_minutes
from routeguide.directions.why import say_attribute, say_value, tell_assumed
from routeguide.model.asked import JST
from routeguide.model.attributes import BY_NAME
from routeguide.model.place import PlaceKind
from routeguide.model.route import Answer, Blocker, Opening, OtherEnd, Relaxation
from routeguide.model.vocabulary import LiftState

OWN_PHRASES = frozenset(
    {"kind", "access", "locked", "wheelchair", "road_without_footway", "closure", "kerb",
     "barrier", "hours", "closed", "lift_status"}
)  # fmt: skip


def tell_no_route(answer: Answer) -> Telling:
    """Return what stands in the way, one step a place, and what to do as reasons."""
    summary = say(
        "no_route",
        origin=spot(answer.origin),
        goal=spot(answer.destination),
        who=Noun("travellers", answer.query.traveller.id),
    )
    groups = groupby(answer.blockers, _same_doubt)
    steps = tuple(_blocked(list(group)) for _, group in groups)
    return Telling(
        short=(summary,),
        summary=(summary,),
        assumed=tell_assumed(answer),
        reasons=tuple(_advice(answer)),
        steps=steps,
    )


def tell_ask(answer: Answer) -> Telling:
    """Return that a position lies near no way, and what to do; the candidates are listed apart."""
    ends = {str(row["end"]) for row in answer.candidates}
    end = Noun("frame", END_WORDS[ends.pop()]) if len(ends) == 1 else None
    again = say("ask_choose" if answer.candidates else "ask_again")
    said = (say("ask_end", end=end), again)
    return Telling(short=said, summary=said)


END_WORDS = {"from": "origin", "to": "goal"}
"""The word for each end of a trip, by its name in a question."""


def _advice(answer: Answer) -> Iterator[Phrase]:
    """Yield what one can do: what would open a way, where one can get instead, whom to ask."""
    if not answer.blockers:
        yield say("not_connected")
    for opening in answer.relaxations:
        yield _opening(answer, opening)
    if answer.blockers and not answer.relaxations:
        yield say("change_limits")
    yield from _instead(answer)
    if answer.partial:
        yield say("partial")
        yield say("partial_others")
    goal = answer.destination
    if goal is not None and goal.telephone:
        yield say("ask_phone", goal=spot(goal))
        yield say("telephone", number=Literal(goal.telephone))


def figures(length_m: float, duration_s: float) -> dict[str, Value]:
    """Return metres and minutes as they are told."""
    return {
        "metres": Amount.of(round_metres(length_m), Unit.M),
        "minutes": Amount.of(round_minutes(duration_s), Unit.MINUTES),
    }


def _opening(answer: Answer, one: Relaxation) -> Phrase:
    """Return one single change that opens a way, with that way's length and time."""
    told = figures(one.length_m, one.duration_s)
    if one.opening is Opening.LIMIT:
        name, limit = say_limit(one.key, one.value)
        if one.key in {"stairs", "escalator", "lift"}:
            return say("opens_use", name=name, **told)
        return say("opens_limit", name=name, limit=limit, **told)
    if one.opening is Opening.LATER:
        when, asked = datetime.fromisoformat(one.value), answer.query.depart_at
        same_day = when.astimezone(JST).date() == asked.astimezone(JST).date()
        key = "opens_later" if same_day else "opens_next_day"
        return say(key, time=Moment(when), **told)
    if one.opening is Opening.UNKNOWN:
        return say("opens_unknown", **told)
    return say(f"opens_{one.opening}", lift=lift_at(one.lift, one.station), **told)


def _instead(answer: Answer) -> Iterator[Phrase]:
    near = answer.nearest
    if near is not None:
        yield say("nearest", where=where(near.where), **figures(near.length_m, near.duration_s))
        yield say("nearest_left", left=Amount.of(round_metres(near.left_m), Unit.M))
    for key, others in (("other_start", answer.other_starts), ("other_end", answer.other_ends)):
        yield from (_other(key, one) for one in others)


def _other(key: str, one: OtherEnd) -> Phrase:
    at_exit = one.place.kind is PlaceKind.EXIT
    told = figures(one.length_m, one.duration_s)
    return say(f"{key}_exit" if at_exit else key, place=spot(one.place), **told)


def _same_doubt(blocker: Blocker) -> Any:  # noqa: ANN401 - a key to group by
    """Group what is not confirmed at one place; every refusal stands alone."""
    return (blocker.where, blocker.at) if blocker.limit == "confirmed" else id(blocker)


def _blocked(blockers: Sequence[Blocker]) -> Step:
    first = blockers[0]
    place = where(first.where)
    if first.limit == "confirmed":
        names = attributes([blocker.attribute for blocker in blockers])
        return Step(first.at, (say("blocked_unknown", where=place, attribute=names),))
    told = say(
        _key_of(first),
        where=place,
        attribute=say_attribute(first.attribute, first.value),
        value=_value(first),
        limit=say_value(first.attribute, first.limit),
        lift=lift_at(first.lift, first.station),
    )
    return Step(first.at, (told, *_more(first)))


def _more(blocker: Blocker) -> Iterator[Phrase]:
    """Yield the second sentence of a blocker: the limit that it breaks."""
    if blocker.attribute == "kind":
        yield say("blocked_kind_limit")
    limit = say_value(blocker.attribute, blocker.limit)
    if limit is not None and _key_of(blocker) == "blocked_number":
        yield say("blocked_limit", limit=limit)
    if blocker.attribute == "closure":
        yield say("blocked_closure_footway")


def _key_of(blocker: Blocker) -> str:
    if blocker.attribute == "lift_status" and blocker.value == LiftState.UNKNOWN:
        return "blocked_lift_unknown"
    if blocker.attribute in OWN_PHRASES:
        return f"blocked_{blocker.attribute}"
    attribute = BY_NAME.get(blocker.attribute)
    return "blocked_number" if attribute and attribute.is_measure else "blocked"


def _value(blocker: Blocker) -> Value | None:
    if blocker.attribute == "barrier" and blocker.value:
        return Noun("barriers", str(blocker.value))
    if blocker.attribute == "hours":
        # Hours stand in the source's own writing, which no voice can read.
        told = blocker.value is not None and "conditional:" not in str(blocker.value)
        return Literal(str(blocker.value)) if told else None
    return say_value(blocker.attribute, blocker.value)
