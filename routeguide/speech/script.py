"""What is read aloud of one route: parts that are the blocks of the page, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.frame import NOWHERE, notice_phrase, title_phrase
from routeguide.directions.phrase import Noun
from routeguide.errors import BadInput
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.place import Place
from routeguide.model.route import Answer
from routeguide.speech.foreign import normalise_for
from routeguide.speech.sentences import FULL_STOPS, split_sentences

BEGINNING = 0
"""The number of the part before the first block."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block by its number on the page (0 is what comes before the first), its text, its sound."""

    number: int
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """What is read aloud; ``language`` is a code of an engine's language (ja, en, zh, ko)."""

    language: str
    parts: tuple[Part, ...]
    title: str = ""

    def only(self, number: int) -> Script | None:
        """Return one part alone; None where there is no such part."""
        parts = tuple(part for part in self.parts if part.number == number)
        return Script(self.language, parts, self.title) if parts else None

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences, each once."""
        return tuple(dict.fromkeys(one for part in self.parts for one in part.sentences))


def spoken_language(code: str) -> str:
    """Return the language that an engine speaks for one of ours: ja-easy is ja."""
    return code.partition("-")[0]


def script_of(
    guidance: Guidance, *, caution_word: str, notices: Iterable[str] = (), title: str = ""
) -> Script:
    """Return what is read aloud of a guidance: the beginning, then block by block.

    What is assumed comes before everything; cautions come before the action,
    behind it where the guidance is ``action_first``.
    """
    language = spoken_language(guidance.language)
    start = [
        *(line.speech for line in guidance.assumed),
        *notices,
        guidance.overview.speech,
        *(line.speech for line in guidance.why),
    ]
    parts = [_part(BEGINNING, title or guidance.overview.text, start, language)]
    for number, block in enumerate(guidance.blocks, 1):
        told = list(_said(block, caution_word + FULL_STOPS[language], guidance.action_first))
        parts.append(_part(number, f"{number}. {block.said.text}", told, language))
    return Script(language, tuple(parts), title)


def script_of_answer(
    answer: Answer, manner: Manner, *, way: int = 0, places: Mapping[str, Place] = NOWHERE
) -> Script | None:
    """Return what is read aloud of an answer; ``way`` is the best route (0) or an alternative.

    ``places`` names the stations of exits in the title.

    None where there is no such way.
    """
    guidances = describe_answer(answer, manner=manner)
    if not 0 <= way < len(guidances):
        return None
    words = manner.words(answer.query.traveller.group)
    notices = () if way else [words.line((notice_phrase(one),)).speech for one in answer.notices]
    return script_of(
        guidances[way],
        caution_word=words.word(Noun("frame", "caution")),
        notices=notices,
        title=words.line((title_phrase(answer, places),)).text,
    )


def script_of_text(text: str, language: str) -> Script:
    """Return what is read aloud of any text."""
    spoken = spoken_language(language)
    return Script(spoken, (_part(BEGINNING, "", [text], spoken),))


def get_part(script: Script | None, number: int | None = None) -> Script:
    """Return one part of a script alone, or all of it where no number is given.

    Raises:
        BadInput: there is no such part, or no script.
    """
    found = script if script is None or number is None else script.only(number)
    if found is None:
        raise BadInput("その番号の案内はありません。番号を確かめてください。", about="block")
    return found


def _said(block: Block, caution: str, action_first: bool) -> Iterator[str]:  # noqa: FBT001
    cautions = [text for line in block.cautions for text in (caution, line.speech)]
    action = [block.said.speech]
    yield from (*action, *cautions) if action_first else (*cautions, *action)
    yield from map(_speech, block.notes)


def _speech(line: Line) -> str:
    return line.speech


def _part(number: int, title: str, texts: Iterable[str], language: str) -> Part:
    told = (
        normalise_for(sentence, language)
        for text in texts
        for sentence in split_sentences(text, language)
    )
    return Part(number, title, tuple(filter(None, told)))
