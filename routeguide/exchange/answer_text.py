"""An answer as plain text for a terminal, a mail or another device."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from routeguide.directions.describe import PLAIN, Manner, describe_answer
from routeguide.directions.phrase import say
from routeguide.directions.words import Words, Writing
from routeguide.exchange import said
from routeguide.model.guidance import Block, Guidance, Line, Part
from routeguide.model.route import Answer, Outcome
from routeguide.model.traveller import Group

Shown = Callable[[Line], str]


def answer_to_text(
    answer: Answer, *, manner: Manner = PLAIN, guidances: Sequence[Guidance] | None = None
) -> str:
    """Return the words of an answer, numbered step by step, with what it is based on.

    ``guidances`` are those of the same answer in the same manner, where they were
    made already; None = made here.
    Furigana that were asked for stand in brackets behind their words. In the
    writings for the ear and in kana every line is written so.
    """
    words = manner.words(Group.WALK)
    lines = list(_body(words, answer, manner, guidances or describe_answer(answer, manner=manner)))
    if answer.notices:
        notice = said.label(words, "notice")
        lines += ["", *(f"{notice}: {told}" for told in said.list_notices(words, answer))]
    query = answer.query
    applied = said.say_applied(words, query.traveller, query.unknown)
    lines += ["", *applied, said.say_stamp(words, answer)]
    return "\n".join(lines)


def _body(
    words: Words, answer: Answer, manner: Manner, guidances: Sequence[Guidance]
) -> Iterator[str]:
    best = guidances[0]
    shown = _shown(manner.writing)
    if answer.status is Outcome.ASK:
        yield shown(best.overview)
        for told, row in zip(said.list_candidates(words, answer), answer.candidates, strict=True):
            at = f"{row['lat']},{row['lon']}"
            yield f"・{words.writing.of(told)}{said.bracketed(words, at)}"
        return
    yield from map(shown, best.assumed)
    if answer.status is Outcome.NO_ROUTE:
        yield from _no_route(words, best, shown)
        return
    for number, (route, guidance) in enumerate(zip(answer.routes, guidances, strict=True)):
        if number:
            yield from ("", f"― {words.word(say('other_way', number=number))} ―")
        yield from (shown(guidance.overview), *map(shown, guidance.why), "")
        for step, block in enumerate(guidance.blocks, 1):
            yield from _step(words, guidance, block, step, shown)
        yield from ("", said.say_evidence(words, route))
    missing = said.missing_others(words, answer)
    if missing:
        yield from ("", words.writing.of(missing))


def _shown(writing: Writing) -> Shown:
    return with_readings if writing is Writing.TEXT else writing.of


def with_readings(line: Line) -> str:
    """Return a line as plain text, its furigana in brackets."""
    if not line.ruby:
        return line.text
    return "".join(text if kana is None else f"{text}（{kana}）" for text, kana in line.ruby)


def _step(
    words: Words, guidance: Guidance, block: Block, number: int, shown: Shown
) -> Iterator[str]:
    """Yield the lines of one step, its number before the first."""
    head = f"{number}. "
    caution = said.label(words, "caution")
    lines = [
        f"{caution}: {shown(line)}" if part is Part.CAUTION else shown(line)
        for part, line in guidance.told(block)
    ]
    yield head + lines[0]
    yield from (" " * len(head) + line for line in lines[1:])


def _no_route(words: Words, guidance: Guidance, shown: Shown) -> Iterator[str]:
    yield from (shown(guidance.overview), *map(shown, guidance.why))
    if guidance.blocks:
        yield from ("", f"{said.label(words, 'blockers')}:")
        yield from (f"・{shown(block.said)}" for block in guidance.blocks)
