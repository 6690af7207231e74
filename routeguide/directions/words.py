"""Phrases -> words of one language: the richest variant whose facts exist."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from routeguide.directions.analyser import Readings
from routeguide.directions.counters import read_number
from routeguide.directions.korean import with_particles
from routeguide.directions.language import Language, Template, Token, load_language
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.names import Names
from routeguide.directions.phrase import (
    Amount,
    Day,
    Floor,
    Hour,
    Listing,
    Literal,
    Moment,
    Noun,
    Phrase,
    Phrases,
    Spot,
    Street,
    Value,
)
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import NO_RUBY, Ruby, kana_only, ruby_pairs, write_marked
from routeguide.model.asked import JST
from routeguide.model.guidance import Line
from routeguide.model.traveller import Group

Pieces = tuple[Piece, ...]


class Writing(StrEnum):
    """How a line is written: as it stands, in kana, for the ear, or marked with its readings.

    ``MARKED`` is the writing of our phrases, ``{駅|えき}``, with the furigana that were asked for.
    """

    TEXT = "text"
    KANA = "kana"
    SPEECH = "speech"
    MARKED = "marked"

    def of(self, line: Line) -> str:
        """Return a line in this writing."""
        if self is Writing.SPEECH:
            return line.speech
        if self is Writing.KANA:
            return line.kana or line.text
        if self is Writing.MARKED and line.ruby:
            return write_marked(line.ruby)
        return line.text


class Words:
    """Puts phrases into one language, for one group of travellers and one length.

    ``walking`` prefers the short variants, action first. ``readings`` knows how
    names are read; ``ruby`` which of them carry furigana; ``writing`` how lines
    and values are written down.
    """

    def __init__(
        self,
        language: str = "ja",
        *,
        group: Group = Group.WALK,
        walking: bool = False,
        readings: Readings | None = None,
        ruby: Ruby = NO_RUBY,
        writing: Writing = Writing.TEXT,
    ) -> None:
        self.language: Language = load_language(language)
        self.ruby = ruby
        self.writing = writing
        self.names = Names(self.language, readings or Readings(Lexicon(())))
        plain = ("variants",)
        mine = (str(group), *plain)
        self._styles = (*(f"short_{g}" for g in (str(group),)), "short", *mine) if walking else mine
        self._explained: set[str] = set()

    @property
    def guessed(self) -> tuple[str, ...]:
        """The names, so far, whose reading was made by the analyser."""
        return self.names.guessed

    def line(self, phrases: Phrases) -> Line:
        """Return some sentences as one line."""
        told = [self._sentence(phrase) for phrase in phrases]
        gap = self.language.gap
        pieces = _join([self._explain(pieces) for pieces in told if pieces], gap)
        return self._to_line(pieces)

    def word(self, value: Value) -> str:
        """Return a value alone, as written."""
        return self.writing.of(self.value(value))

    def sentence(self, phrase: Phrase) -> str:
        """Return a phrase of its own, as written."""
        return self.writing.of(self.line((phrase,)))

    def value(self, value: Value, form: str | None = None) -> Line:
        """Return a value alone, with its furigana and for the ear."""
        return self._to_line(tuple(self._pieces(value, form)))

    def _to_line(self, pieces: Pieces) -> Line:
        text = "".join(piece.text for piece in pieces)
        speech = _speech(pieces)
        if not self.language.is_japanese:
            return Line(with_particles(text), with_particles(speech))
        ruby = () if self.ruby == NO_RUBY else tuple(ruby_pairs(pieces, self.ruby))
        return Line(text, _without_blanks(speech), kana_only(pieces), ruby)

    # -- phrases ------------------------------------------------------------

    def _sentence(self, phrase: Phrase) -> Pieces:
        """Return a phrase of its own; a variant too long for the ear gives way to a shorter one."""
        limit = self.language.speech_limit
        found: Pieces | None = None
        for template in self._templates(phrase):
            pieces = self._fill(template, phrase.facts)
            found = pieces if found is None else found
            if limit is None or _longest(pieces) <= limit:
                found = pieces
                break
        if found is None:
            raise self._nothing(phrase)
        return _capitalised(found) if self.language.capitalise else found

    def _phrase(self, phrase: Phrase, form: str | None) -> Pieces:
        """Return a phrase inside another, in the form that is wanted there."""
        for template in self._templates(phrase, form):
            return self._fill(template, phrase.facts)
        raise self._nothing(phrase)

    def _nothing(self, phrase: Phrase) -> KeyError:
        known = sorted(phrase.facts)
        return KeyError(f"{self.language.code}: no variant of {phrase.key} says {known}")

    def _templates(self, phrase: Phrase, form: str | None = None) -> Iterable[Template]:
        """Yield the variants that can be said, those of this traveller and length first.

        Variants for a form (``as_on`` for ``{where:on}``) come before the others.
        """
        styles = self.language.phrase(phrase.key)
        for style in (f"as_{form}", *self._styles):
            for template in styles.get(style, ()):
                if all(self._is_known(token, phrase.facts) for token in template.needs):
                    yield template

    def _is_known(self, token: Token, facts: Mapping[str, Value]) -> bool:
        value = facts.get(token.name)
        if value is None:
            return False
        if isinstance(value, Noun | Hour):
            return self._forms(value).get(token.form or "") is not None or not token.form
        return True

    def _fill(self, template: Template, facts: Mapping[str, Value]) -> Pieces:
        pieces: list[Piece] = []
        for part in template.parts:
            if isinstance(part, Token):
                pieces += self._pieces(facts[part.name], part.form)
            else:
                pieces.append(part)
        return tuple(pieces)

    # -- values -------------------------------------------------------------

    def _pieces(self, value: Value, form: str | None) -> Sequence[Piece]:  # noqa: C901, PLR0911 - one row a type
        match value:
            case Phrase():
                return self._phrase(value, form)
            case Noun() | Hour():
                return self._form(value, form)
            case Amount():
                return self._amount(value)
            case Street():
                return self.names.street(value)
            case Spot():
                return self.names.spot(value)
            case Listing():
                return self._listing(value, form)
            case Floor():
                return self._floor(value)
            case Moment():
                return self._moment(value)
            case Literal():
                return self._literal(value)
            case Day():
                return self._day(value)
            case int():
                return self._bare(value)

    def _forms(self, value: Noun | Hour) -> Mapping[str, Template]:
        if isinstance(value, Hour):
            return self.language.hour(value.hour)
        return self.language.noun(value.table, value.key)

    def _form(self, value: Noun | Hour, form: str | None) -> Sequence[Piece]:
        forms = self._forms(value)
        template = forms.get(form or "") or next(iter(forms.values()))
        return self._fill(template, {})

    def _listing(self, listing: Listing, form: str | None) -> Sequence[Piece]:
        told = [self._pieces(item, form) for item in listing.items]
        between, last = self.language.join(listing.join)
        pieces: list[Piece] = list(told[0])
        for number, one in enumerate(told[1:], 2):
            pieces += [last if number == len(told) else between, *one]
        return pieces

    def _amount(self, amount: Amount) -> Sequence[Piece]:
        low, high = amount.low, amount.high
        unit = self.language.unit(str(amount.unit))
        if low == high:
            return unit.pieces(low)
        if math.isinf(low):
            return self._bound("at_most", {"high": unit.pieces(high)})
        if math.isinf(high):
            return self._bound("at_least", {"low": unit.pieces(low)})
        return self._bound("between", {"low": unit.pieces(low), "high": unit.pieces(high)})

    def _bound(self, key: str, amounts: Mapping[str, Sequence[Piece]]) -> Sequence[Piece]:
        pieces: list[Piece] = []
        for part in self.language.bound(key).parts:
            pieces += amounts[part.name] if isinstance(part, Token) else [part]
        return pieces

    def _bare(self, number: int) -> Sequence[Piece]:
        return [Piece(str(number), read_number(number) if self.language.is_japanese else None)]

    def _floor(self, floor: Floor) -> Sequence[Piece]:
        return self.language.floor(floor.level)

    def _moment(self, moment: Moment) -> Sequence[Piece]:
        local = moment.at.astimezone(JST)
        return self.language.time(local.hour, local.minute)

    def _day(self, day: Day) -> Sequence[Piece]:
        year, month, date = (int(part) for part in day.iso.split("-"))
        return self.language.day(year, month, date)

    def _literal(self, literal: Literal) -> Sequence[Piece]:
        return self.names.literal(literal.text)

    # -- terms that are explained once --------------------------------------

    def _explain(self, pieces: Pieces) -> Pieces:
        """Return a sentence with each term explained where it is met first.

        Where the sentence would become too long for the ear, the next one that
        holds the term explains it.
        """
        terms, limit = self.language.terms, self.language.speech_limit
        if not terms:
            return pieces
        told: list[Piece] = []
        for number, piece in enumerate(pieces, 1):
            told.append(piece)
            more = None if piece.text in self._explained else terms.get(piece.text)
            if more and (limit is None or _longest((*told, *more, *pieces[number:])) <= limit):
                self._explained.add(piece.text)
                told += more
        return tuple(told)


def _join(sentences: Sequence[Pieces], gap: str) -> Pieces:
    pieces: list[Piece] = []
    for number, sentence in enumerate(sentences):
        if number and gap:
            pieces.append(Piece(gap))
        pieces += sentence
    return tuple(pieces)


def _speech(pieces: Pieces) -> str:
    return "".join(p.text if p.spoken is None else p.spoken for p in pieces)


def _without_blanks(text: str) -> str:
    """Return Japanese without the blanks of わかち書き, which are for the eye."""
    return text.replace(" ", "")


def _longest(pieces: Pieces) -> int:
    """Return the length of the longest spoken sentence, its 。 included."""
    return 1 + max(map(len, _without_blanks(_speech(pieces)).split("。")))


def _capitalised(pieces: Pieces) -> Pieces:
    first = pieces[0]
    spoken = first.spoken
    told = Piece(_upper(first.text), spoken=None if spoken is None else _upper(spoken))
    return (told, *pieces[1:])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
