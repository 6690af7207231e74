"""An answer as plain text for a terminal, a mail or another device."""

from __future__ import annotations

from collections.abc import Iterator

from routeguide.directions.describe import PLAIN, Manner, describe_answer
from routeguide.directions.phrase import say
from routeguide.directions.words import Words
from routeguide.exchange import said
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.route import Answer, Outcome
from routeguide.model.traveller import Group


def answer_to_text(answer: Answer, *, manner: Manner = PLAIN) -> str:
    """Return the words of an answer, numbered step by step, with what it is based on.

    Furigana that were asked for stand in brackets behind their words.
    """
    words = manner.words(Group.WALK)
    lines = list(_body(words, answer, describe_answer(answer, manner=manner)))
    if answer.notices:
        notice = said.label(words, "notice")
        lines += ["", *(f"{notice}: {told}" for told in said.list_notices(words, answer))]
    query = answer.query
    applied = said.say_applied(words, query.traveller, query.unknown)
    lines += ["", *applied, said.say_stamp(words, answer)]
    return "\n".join(lines)


def _body(words: Words, answer: Answer, guidances: list[Guidance]) -> Iterator[str]:
    best = guidances[0]
    if answer.status is Outcome.ASK:
        yield shown(best.overview)
        for told, row in zip(said.list_candidates(words, answer), answer.candidates, strict=True):
            at = f"{row['lat']},{row['lon']}"
            yield f"・{told.text}{said.bracketed(words, at)}"
        return
    yield from map(shown, best.assumed)
    if answer.status is Outcome.NO_ROUTE:
        yield from _no_route(words, best)
        return
    for number, (route, guidance) in enumerate(zip(answer.routes, guidances, strict=True)):
        if number:
            yield from ("", f"― {words.word(say('other_way', number=number))} ―")
        yield from (shown(guidance.overview), *map(shown, guidance.why), "")
        for step, block in enumerate(guidance.blocks, 1):
            yield from _step(words, block, step, action_first=guidance.action_first)
        yield from ("", said.say_evidence(words, route))
    missing = said.missing_others(words, answer)
    if missing:
        yield from ("", missing.text)


def shown(line: Line) -> str:
    """Return a line as plain text, its furigana in brackets."""
    if not line.ruby:
        return line.text
    return "".join(text if kana is None else f"{text}（{kana}）" for text, kana in line.ruby)


def _step(words: Words, block: Block, number: int, *, action_first: bool) -> Iterator[str]:
    """Yield the lines of one step, its number before the first."""
    head = f"{number}. "
    caution = said.label(words, "caution")
    cautions = [f"{caution}: {shown(line)}" for line in block.cautions]
    action = [shown(block.said)]
    lines = [*action, *cautions] if action_first else [*cautions, *action]
    lines += map(shown, block.notes)
    yield head + lines[0]
    yield from (" " * len(head) + line for line in lines[1:])


def _no_route(words: Words, guidance: Guidance) -> Iterator[str]:
    yield from (shown(guidance.overview), *map(shown, guidance.why))
    if guidance.blocks:
        yield from ("", f"{said.label(words, 'blockers')}:")
        yield from (f"・{shown(block.said)}" for block in guidance.blocks)
