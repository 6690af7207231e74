"""No route as guidance: what stands in the way, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from routeguide.directions.amounts import say_value
from routeguide.directions.names import attribute_said, place_said, speak_name
from routeguide.directions.words import Said, Words, join_said
from routeguide.model.attributes import BY_NAME
from routeguide.model.guidance import Block, Guidance
from routeguide.model.route import Answer, Blocker

OWN_PHRASES = frozenset(
    {"kind", "access", "locked", "wheelchair", "road_without_footway", "closure", "kerb",
     "barrier", "hours"}
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
    return Guidance(summary.text, blocks, tuple(_advice(words, answer)), language)


def _advice(words: Words, answer: Answer) -> list[str]:
    """Return what one can do: relax one limit, change the conditions, telephone."""
    found = [] if answer.blockers else [words.say("not_connected")]
    openings = dict.fromkeys(b.relaxation for b in answer.blockers if b.relaxation)
    found += [words.say("relaxation", relaxation=opening) for opening in openings]
    if answer.blockers and not openings:
        found.append(words.say("change_limits"))
    goal = answer.destination
    if goal is not None and goal.telephone:
        telephone = Said(goal.telephone, goal.telephone.replace("-", "の"))
        found.append(words.say("ask_phone", goal=place_said(goal), telephone=telephone))
    return [said.text for said in found]


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
        )
    return Block(told.text, told.speech, first.at)


def _key_of(blocker: Blocker) -> str:
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
