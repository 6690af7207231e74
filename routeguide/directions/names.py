"""Proper names in words: in Japanese with their reading, elsewhere in the language's own letters.

A foreign text keeps the Japanese name beside its own, for showing to people on
the way; the ear hears it once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from routeguide.directions.analyser import Readings
from routeguide.directions.counters import DIGITS, LETTERS
from routeguide.directions.facility_names import split_facility
from routeguide.directions.hangul import hangul_of_parts
from routeguide.directions.hanzi import simplify
from routeguide.directions.kana import KANJI
from routeguide.directions.language import Language
from routeguide.directions.name_parts import NameParts, part_name
from routeguide.directions.naming import BRACKETS, closed_up, exit_of_lift, map_name, plain_name
from routeguide.directions.phrase import Spot, Street
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.romaji import romanise_parts
from routeguide.directions.ruby import parse_marked
from routeguide.model.place import Place, PlaceKind
from routeguide.model.vocabulary import Status

Pieces = Sequence[Piece]
CODE = re.compile(r"出口([A-Z]?\d{1,2})$")
TELEPHONE = re.compile(r"[\d-]+")
STATION = "えき"
NAME_KEYS: Mapping[str, str] = {"romaji": "en", "hangul": "ko", "hanzi": "zh-Hans"}
"""Under which key places keep their published name in each script."""

TRANSLITERATE: Mapping[str, Callable[[NameParts], str]] = {
    "romaji": romanise_parts, "hangul": hangul_of_parts,
}  # fmt: skip
CLOSE = "~"
"""Before the word of a kind that stands without a blank behind the name: 네리마역."""

JAPANESE = re.compile(rf"{KANJI.pattern}|[ぁ-ゖァ-ヺ]")


class Names:
    """Tells proper names in one language; remembers which readings were guessed."""

    def __init__(self, language: Language, readings: Readings) -> None:
        self.language = language
        self.readings = readings
        self.rows: Mapping[str, str] = language.names
        self._guessed: dict[str, None] = {}

    @property
    def guessed(self) -> tuple[str, ...]:
        """The names whose reading was made by the analyser, in the order of telling."""
        return tuple(self._guessed)

    def street(self, street: Street) -> Pieces:
        """Return a name that the map gives; the kana of one in brackets may be theirs."""
        bare = BRACKETS.search(street.name) is None
        name = map_name(street.name)
        told = closed_up(name) if self.language.is_japanese else name
        return self._named(told, street.kana if bare else None)

    def spot(self, spot: Spot) -> Pieces:
        """Return a place's name."""
        place = spot.place
        teller = {
            PlaceKind.STATION: self._station,
            PlaceKind.EXIT: self._exit,
            PlaceKind.LIFT: self._lift,
            PlaceKind.PLATFORM: self._platform,
            PlaceKind.FACILITY: self._facility,
        }[place.kind]
        pieces = teller(place)
        if spot.station is None:
            return pieces
        return self._filled("of_station", station=self._station(spot.station), thing=pieces)

    def literal(self, text: str) -> Pieces:
        """Return a text of the ward's data: a telephone number, or a note."""
        if TELEPHONE.fullmatch(text):
            return [self._telephone(text)]
        if text.isascii():
            return [Piece(text)]
        note = text.removesuffix("。")
        told = self.language.tables["authored"].get(note)
        if told is not None:
            return parse_marked(told)
        if self.language.is_japanese:
            return [replace(piece, is_name=False) for piece in self._named(note, None)]
        return [Piece(self.rows["note"].format(text=note), spoken=self.rows["note_speech"])]

    def _telephone(self, text: str) -> Piece:
        groups = text.split("-")
        if not self.language.is_japanese:
            pause = self.language.join("comma")[0].text
            return Piece(text, spoken=pause.join(" ".join(group) for group in groups))
        kana = "の".join("".join(DIGITS[int(d)] for d in group) for group in groups)
        return Piece(text, kana, kana)

    # -- kinds of places ----------------------------------------------------

    def _station(self, place: Place) -> Pieces:
        name = place.name.removesuffix("駅")
        kana = place.kana and place.kana.removesuffix(STATION)
        published = place.names.get(NAME_KEYS.get(self.language.script, ""))
        told = [Piece(published)] if published else self._named(name, kana)
        return self._filled("station", name=told)

    def _exit(self, place: Place) -> Pieces:
        name = plain_name(place)
        found = CODE.fullmatch(name)
        if found:
            return self._filled("exit", code=[_code(found[1], self.language.is_japanese)])
        if exit_of_lift(place):
            return self._filled("exit_lift")
        if name == "出口" or not self.language.is_japanese:
            return self._filled("exit_plain")
        return self._named(name, place.kana)

    def _lift(self, place: Place) -> Pieces:
        if place.status is Status.PLANNED:
            return self._filled("lift_planned")
        name = plain_name(place)
        if "エレベーター" in name or not self.language.is_japanese:
            return self._filled("lift")
        return self._filled("lift_at", label=self._named(name, place.kana))

    def _platform(self, place: Place) -> Pieces:
        station, _, line = place.name.partition(" ")
        line = line.removesuffix("のホーム")
        row = self.language.tables["lines"].get(line)
        told = parse_marked(row) if row else self._named(line, None)
        name = self._named(station.removesuffix("駅"), self._kana_of_station(station))
        return self._filled("platform", station=self._filled("station", name=name), line=told)

    def _kana_of_station(self, name: str) -> str | None:
        """Return how a station's name is read without 駅; 江古田 has two readings, 江古田駅 one."""
        entry = self.readings.lexicon.find(name)
        return entry.kana.removesuffix(STATION) if entry else None

    def _facility(self, place: Place) -> Pieces:
        if self.language.is_japanese:
            return self._named(place.name, place.kana)
        published = place.names.get(NAME_KEYS[self.language.script])
        return self._foreign(place.name, place.kana, published)

    # -- names --------------------------------------------------------------

    def _filled(self, key: str, **parts: Pieces) -> Pieces:
        """Return a row of the table of names with its parts."""
        pieces: list[Piece] = []
        for number, text in enumerate(re.split(r"\{(\w+)\}", self.rows[key])):
            pieces += parts[text] if number % 2 else parse_marked(text) if text else ()
        return pieces

    def _named(self, name: str, kana: str | None) -> Pieces:
        if not self.language.is_japanese:
            return self._foreign(name, kana)
        pieces = self.readings.name(name, kana)
        self._note_guesses(name, pieces)
        return pieces

    def _foreign(self, name: str, kana: str | None, published: str | None = None) -> Pieces:
        """Return a name in the language's own letters, its kind in words, the Japanese beside it.

        The ear hears the first alone. What nobody can read is heard as what it is.
        """
        plain = BRACKETS.sub("", name).strip() or name
        if not JAPANESE.search(plain):
            return [Piece(plain, is_name=True)]
        words = plain.split()
        if kana is not None or len(words) == 1:
            told = self._tell(plain, self._heard(plain, name, kana), published)
        else:
            parts = [self._tell(word, self._heard(word, word, None), None) for word in words]
            told = None if None in parts else self.language.gap.join(filter(None, parts))
        if told is None:
            return [Piece(plain, spoken=self.rows["unread"], is_name=True)]
        return [self._beside(told, plain)]

    def _tell(self, name: str, kana: str | None, published: str | None) -> str | None:
        """Return a name with the word of its kind; None where nobody can read it."""
        parts = split_facility(name, kana, self.language.code)
        own = published or parts.said
        if own is None:
            own = self._own_letters(parts.stem, parts.stem_kana)
        if own is None:
            return None
        if parts.kind.startswith(CLOSE):
            return own + parts.kind.removeprefix(CLOSE)
        row = self.rows["facility"] if parts.kind else "{stem}"
        return row.format(stem=own, kind=parts.kind).strip()

    def _heard(self, plain: str, name: str, kana: str | None) -> str | None:
        """Return how a name is read; None where a part of it has no reading.

        Kana of a name with a bracket may be that of the bracket: the lexicon wins there.
        """
        if plain != name:
            entry = self.readings.lexicon.find(plain)
            kana = entry.kana if entry else kana and kana.split()[0]
        pieces = self.readings.name(plain, kana)
        self._note_guesses(plain, pieces)
        heard = "".join(piece.kana or piece.text for piece in pieces)
        return None if KANJI.search(heard) else heard

    def _note_guesses(self, name: str, pieces: Pieces) -> None:
        if any(piece.is_guess for piece in pieces):
            self._guessed[name] = None

    def _own_letters(self, name: str, kana: str | None) -> str | None:
        """Return a name in the language's letters; None where no reading is known."""
        if self.language.script == "hanzi":
            return simplify(name)
        if kana is None:
            return None
        return TRANSLITERATE[self.language.script](part_name(name, kana, self.readings.lexicon))

    def _beside(self, own: str, name: str) -> Piece:
        """Return a name with the Japanese one beside it, which the ear does not hear."""
        if own == name:
            return Piece(name, is_name=True)
        text = self.rows["beside"].format(own=own, ja=name)
        return Piece(text, spoken=own, is_name=True)


def _code(code: str, is_japanese: bool) -> Piece:  # noqa: FBT001 - said once
    """Return an exit's code; A2 is spoken エーに, A10 エーじゅう."""
    if not is_japanese:
        return Piece(code)
    letter = LETTERS.get(code[0], "")
    tens, ones = divmod(int(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), 10)
    ten = "" if not tens else "じゅう" if tens == 1 else f"{DIGITS[tens]}じゅう"
    kana = letter + ten + (DIGITS[ones] if ones or not tens else "")
    return Piece(code, kana, kana if letter else None)
