"""An answer as a sheet: the same blocks as on the page, for print and braille."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from routeguide.directions.describe import PLAIN, Manner, describe_answer
from routeguide.directions.frame import NOWHERE
from routeguide.directions.phrase import say
from routeguide.directions.ruby import parse_marked
from routeguide.directions.words import Words, Writing
from routeguide.exchange import said
from routeguide.exchange.network_info import list_credits
from routeguide.model.asked import JST
from routeguide.model.guidance import Guidance, Line, Pairs
from routeguide.model.place import Place
from routeguide.model.route import Answer, Outcome
from routeguide.model.sheet import MARKS, Sheet, SheetSection, SheetStep
from routeguide.model.traveller import Group


def answer_to_sheet(
    answer: Answer,
    *,
    network_info: Mapping[str, Any],
    manner: Manner = PLAIN,
    address: str | None = None,
    places: Mapping[str, Place] = NOWHERE,
) -> Sheet:
    """Return an answer for a sheet, with the furigana that were asked for.

    ``address`` is where the same question is answered anew; left out where an
    end is a free position. ``places`` name the station of an exit.
    """
    manner = replace(manner, writing=Writing.MARKED)
    words = manner.words(Group.WALK)
    guidances = describe_answer(answer, manner=manner)
    is_free = None in (answer.query.origin.place, answer.query.destination.place)
    who, *conditions = said.say_applied(words, answer.query.traveller, answer.query.unknown)
    return Sheet(
        language=manner.language,
        title=_pairs(said.say_title(words, answer, places)),
        traveller=_pairs(who),
        assumed=tuple(map(_line, guidances[0].assumed)),
        notices=tuple(map(_pairs, said.list_notices(words, answer))),
        sections=tuple(_sections(words, answer, guidances)),
        rows=tuple(map(_pairs, (*conditions, *_stamps(words, answer, network_info)))),
        marks={key: _pairs(said.label(words, key)) for key in MARKS},
        credits=tuple(list_credits(network_info)),
        address=None if is_free else address,
    )


def _sections(words: Words, answer: Answer, guidances: list[Guidance]) -> Iterator[SheetSection]:
    best = guidances[0]
    lead = tuple(map(_line, (best.overview, *best.why)))
    if answer.status is Outcome.ASK:
        told = tuple(map(_line, said.list_candidates(words, answer)))
        yield SheetSection(_mark(words, "candidate") if told else (), lead, (), told)
    elif answer.status is Outcome.NO_ROUTE:
        yield SheetSection(_mark(words, "blockers"), lead, _steps(best, numbered=False))
    else:
        yield from _ways(words, answer, guidances)


def _ways(words: Words, answer: Answer, guidances: list[Guidance]) -> Iterator[SheetSection]:
    missing = said.missing_others(words, answer)
    for number, (route, guidance) in enumerate(zip(answer.routes, guidances, strict=True)):
        head = words.word(say("other_way", number=number)) if number else said.label(words, "route")
        after = [_pairs(said.say_evidence(words, route))]
        if missing and number == len(answer.routes) - 1:
            after.append(_line(missing))
        yield SheetSection(
            _pairs(head),
            tuple(map(_line, (guidance.overview, *guidance.why))),
            _steps(guidance),
            tuple(after),
        )


def _steps(guidance: Guidance, *, numbered: bool = True) -> tuple[SheetStep, ...]:
    return tuple(
        SheetStep(
            number if numbered else None,
            tuple((part, _line(line)) for part, line in guidance.told(block)),
            block.distance_m,
            block.clock,
        )
        for number, block in enumerate(guidance.blocks, 1)
    )


def _stamps(words: Words, answer: Answer, info: Mapping[str, Any]) -> Iterator[str]:
    yield said.say_stamp(words, answer)
    if info.get("built_at"):
        built_at = datetime.fromisoformat(info["built_at"]).astimezone(JST)
        yield f"{said.label(words, 'built_on')}: {built_at:%Y-%m-%d}"


def _line(line: Line) -> Pairs:
    return line.ruby or ((line.text, None),)


def _pairs(marked: str) -> Pairs:
    return tuple((piece.text, piece.kana) for piece in parse_marked(marked))


def _mark(words: Words, key: str) -> Pairs:
    return _pairs(said.label(words, key))
