"""Routes as guidance: what is told, as data, and the same in the words of a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from routeguide.directions.analyser import Readings
from routeguide.directions.blocks import list_steps
from routeguide.directions.limits import list_limits
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.directions.no_route import tell_ask, tell_no_route
from routeguide.directions.overview import list_overview, say_short
from routeguide.directions.phrase import Phrase, Step, Telling
from routeguide.directions.ruby import NO_RUBY, Ruby, parse_ruby
from routeguide.directions.stretches import find_mostly_unknown
from routeguide.directions.why import say_alternative, say_difference, tell_assumed
from routeguide.directions.words import Words, Writing
from routeguide.errors import BadInput
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.route import Answer, Outcome, Route
from routeguide.model.traveller import Group, Traveller
from routeguide.model.vocabulary import UnknownPolicy


class Length(StrEnum):
    """How much is said: one sentence (一文), all (予習), what helps while walking (歩行中)."""

    SUMMARY = "summary"
    FULL = "full"
    WALKING = "walking"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to tell: the language by its code, the length, the furigana, who reads the names.

    ``readings`` None: names without a known reading are told as they are written.
    ``writing`` holds for what stands around the guidance; its lines have every writing.
    """

    language: str = "ja"
    length: Length = Length.FULL
    ruby: Ruby = NO_RUBY
    readings: Readings | None = None
    writing: Writing = Writing.TEXT

    def words(self, group: Group) -> Words:
        """Return the words of this manner for a group of travellers."""
        walking = self.length is Length.WALKING
        return Words(
            self.language,
            group=group,
            walking=walking,
            readings=self.readings,
            ruby=self.ruby,
            writing=self.writing,
        )


PLAIN = Manner()


def read_manner(
    language: str = "ja",
    length: str = "full",
    ruby: str = "none",
    readings: Readings | None = None,
) -> Manner:
    """Read how to tell from the words in which people ask for it.

    Raises:
        BadInput: no such language, length or furigana.
    """
    if length not in list(Length):
        raise BadInput(
            f"「{length[:20]}」という長さの案内はありません。"
            f"次から選んでください: {'、'.join(Length)}"
        )
    manner = Manner(language, Length(length), parse_ruby(ruby), readings)
    manner.words(Group.WALK)
    return manner


# -- what is told, as data ------------------------------------------------------


def tell_route(route: Route, *, traveller: Traveller, answer: Answer | None = None) -> Telling:
    """Return everything that is told of a route, as data.

    ``answer`` is what the route belongs to: what it assumes and what an
    alternative has over the best route is told from it. The overview comes
    first; what is unknown nearly everywhere is said there, once.
    """
    maneuvers = list_maneuvers(route, group=traveller.group)
    is_walk = traveller.group is Group.WALK
    said_once = frozenset[str]() if is_walk else find_mostly_unknown(route)
    reasons: list[Phrase] = say_difference(route.difference)
    if answer is not None:
        best = answer.routes[0]
        others = [] if route is best else say_alternative(route, best)
        reasons = [*reasons, *others]
    return Telling(
        short=(say_short(route),),
        summary=tuple(list_overview(route, traveller, maneuvers, said_once)),
        assumed=() if answer is None else tell_assumed(answer),
        reasons=tuple(reasons),
        steps=list_steps(route, maneuvers, traveller, said_once),
    )


def tell_answer(answer: Answer) -> list[Telling]:
    """Return what is told of an answer: one telling a route, else one that says why not."""
    if answer.status is Outcome.ASK:
        return [tell_ask(answer)]
    if not answer.routes:
        return [tell_no_route(answer)]
    traveller = answer.query.traveller
    return [tell_route(route, traveller=traveller, answer=answer) for route in answer.routes]


# -- the same in words ----------------------------------------------------------


def put_into_words(telling: Telling, manner: Manner, group: Group) -> Guidance:
    """Return what is told in the words of a language.

    While walking, what is only helpful is left out and the action comes first.
    """
    words = manner.words(group)
    is_short = manner.length is not Length.FULL
    overview = words.line(telling.short if is_short else telling.summary)
    assumed, why = _lines(words, telling.assumed), _lines(words, telling.reasons)
    steps: Sequence[Step] = () if manner.length is Length.SUMMARY else telling.steps
    blocks = tuple(_block(words, step, manner.length) for step in steps)
    return Guidance(
        overview=overview,
        blocks=blocks,
        assumed=assumed,
        why=why,
        language=manner.language,
        length=str(manner.length),
        action_first=manner.length is Length.WALKING,
        guessed=words.guessed,
    )


def _block(words: Words, step: Step, length: Length) -> Block:
    notes = step.must if length is Length.WALKING else (*step.must, *step.notes)
    cautions = _lines(words, step.cautions)
    return Block(
        said=words.line(step.action),
        at=step.at,
        distance_m=step.distance_m,
        clock=step.hour,
        cautions=cautions,
        notes=_lines(words, notes),
        maneuver=step.maneuver,
    )


def _lines(words: Words, phrases: Sequence[Phrase]) -> tuple[Line, ...]:
    return tuple(words.line((phrase,)) for phrase in phrases)


def describe(
    route: Route, *, traveller: Traveller, answer: Answer | None = None, manner: Manner = PLAIN
) -> Guidance:
    """Return the words of a route for a traveller."""
    telling = tell_route(route, traveller=traveller, answer=answer)
    return put_into_words(telling, manner, traveller.group)


def describe_answer(answer: Answer, *, manner: Manner = PLAIN) -> list[Guidance]:
    """Return the words of an answer: one guidance a route, else one that says why not."""
    group = answer.query.traveller.group
    return [put_into_words(telling, manner, group) for telling in tell_answer(answer)]


def limits_in_words(
    traveller: Traveller, unknown: UnknownPolicy, manner: Manner = PLAIN
) -> list[tuple[str, str]]:
    """Return (what, limit) in words for every limit applied, the unknown policy last."""
    words = manner.words(traveller.group)
    return [
        (words.word(what), words.word(limit)) for what, limit in list_limits(traveller, unknown)
    ]
