"""No route as guidance: what stands in the way, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from routeguide.directions.amounts import say_value
from routeguide.directions.limits import say_limit
from routeguide.directions.names import (
    JST,
    attribute_said,
    clock_time,
    lift_said,
    place_said,
    speak_name,
)
from routeguide.directions.rounding import round_metres, round_minutes
from routeguide.directions.why import list_texts, say_assumed
from routeguide.directions.words import Said, Words, join_said
from routeguide.model.attributes import BY_NAME
from routeguide.model.guidance import Block, Guidance
from routeguide.model.place import PlaceKind
from routeguide.model.route import Answer, Blocker, Opening, Relaxation
from routeguide.model.vocabulary import LiftState

OWN_PHRASES = frozenset(
    {"kind", "access", "locked", "wheelchair", "road_without_footway", "closure", "kerb",
     "barrier", "hours", "closed", "lift_status"}
)  # fmt: skip


def describe_no_route(answer: Answer, *, language: str = "ja") -> Guidance:
    """Return what stands in the way, one block a place, and what to do as reasons."""
    words = Words(language)
    who = answer.query.traveller.name_ja
    summary = words.say(
        "no_route",
        origin=place_said(answer.origin) or "出発地",
        goal=place_said(answer.destination) or "目的地",
        who=Said(who, speak_name(who)),
    )
    groups = groupby(answer.blockers, _same_doubt)
    blocks = tuple(_blocked(words, list(group)) for _, group in groups)
    texts, speeches = list_texts([*say_assumed(words, answer), *_advice(words, answer)])
    return Guidance(summary.text, blocks, texts, language, summary.speech, speeches)


def _advice(words: Words, answer: Answer) -> Iterator[Said]:
    """Yield what one can do: what would open a way, where one can get instead, whom to ask."""
    if not answer.blockers:
        yield words.say("not_connected")
    for opening in answer.relaxations:
        yield _opening(words, answer, opening)
    if answer.blockers and not answer.relaxations:
        yield words.say("change_limits")
    yield from _instead(words, answer)
    if answer.partial:
        yield words.say("partial")
    goal = answer.destination
    if goal is not None and goal.telephone:
        telephone = Said(goal.telephone, goal.telephone.replace("-", "の"))
        yield words.say("ask_phone", goal=place_said(goal), telephone=telephone)


def _opening(words: Words, answer: Answer, one: Relaxation) -> Said:
    """Return one single change that opens a way, with that way's length and time."""
    figures = {"metres": round_metres(one.length_m), "minutes": round_minutes(one.duration_s)}
    if one.opening is Opening.LIMIT:
        name, limit = say_limit(one.key, one.value)
        spoken_limit = Said(limit, speak_name(limit))
        name_said = Said(name, speak_name(name))
        if one.key in {"stairs", "escalator", "lift"}:
            return words.say("opens_use", name=name_said, **figures)
        return words.say("opens_limit", name=name_said, limit=spoken_limit, **figures)
    if one.opening is Opening.LATER:
        when, asked = datetime.fromisoformat(one.value), answer.query.depart_at
        same_day = when.astimezone(JST).date() == asked.astimezone(JST).date()
        day = None if same_day else words.say("next_day")
        return words.say("opens_later", day=day, time=clock_time(when), **figures)
    if one.opening is Opening.UNKNOWN:
        return words.say("opens_unknown", **figures)
    return words.say(f"opens_{one.opening}", lift=lift_said(one.lift, one.station), **figures)


def _instead(words: Words, answer: Answer) -> Iterator[Said]:
    if answer.nearest is not None:
        near = answer.nearest
        yield words.say(
            "nearest",
            where=Said(near.where, speak_name(near.where)),
            metres=round_metres(near.length_m),
            minutes=round_minutes(near.duration_s),
            left=round_metres(near.left_m),
        )
    for key, others in (("other_start", answer.other_starts), ("other_end", answer.other_ends)):
        for one in others:
            at_exit = one.place.kind is PlaceKind.EXIT
            yield words.say(
                f"{key}_exit" if at_exit else key,
                place=place_said(one.place),
                metres=round_metres(one.length_m),
                minutes=round_minutes(one.duration_s),
            )


def _same_doubt(blocker: Blocker) -> Any:  # noqa: ANN401 - a key to group by
    """Group what is not confirmed at one place; every refusal stands alone."""
    return (blocker.where, blocker.at) if blocker.limit == "confirmed" else id(blocker)


def _blocked(words: Words, blockers: Sequence[Blocker]) -> Block:
    first = blockers[0]
    where = Said(first.where, speak_name(first.where))
    said = [attribute_said(blocker.attribute) for blocker in blockers]
    if first.limit == "confirmed":
        told = words.say("blocked_unknown", where=where, attribute=join_said(said, "と"))
    else:
        told = words.say(
            _key_of(first),
            where=where,
            attribute=said[0],
            value=_value(words, first),
            limit=say_value(first.attribute, first.limit),
            lift=lift_said(first.lift, first.station) if first.lift else where,
        )
    return Block(told.text, told.speech, first.at)


def _key_of(blocker: Blocker) -> str:
    if blocker.attribute == "lift_status" and blocker.value == LiftState.UNKNOWN:
        return "blocked_lift_unknown"
    if blocker.attribute in OWN_PHRASES:
        return f"blocked_{blocker.attribute}"
    attribute = BY_NAME.get(blocker.attribute)
    return "blocked_number" if attribute and attribute.is_measure else "blocked"


def _value(words: Words, blocker: Blocker) -> Said | str | None:
    if blocker.attribute == "barrier" and words.has_noun("barriers", str(blocker.value)):
        return words.noun("barriers", str(blocker.value))
    if blocker.attribute == "hours":
        # Hours stand in the source's own writing, which no voice can read.
        told = blocker.value is not None and "conditional:" not in str(blocker.value)
        return str(blocker.value) if told else None
    return say_value(blocker.attribute, blocker.value)
