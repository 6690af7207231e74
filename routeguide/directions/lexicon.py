"""The lexicon of names and traps: how they are written, read, accented and brailled.

One lexicon drives speech, ruby and braille. It is made from the readings that a
network carries (``graphdata/ward/readings.json``) and the names whose kana the
network's places tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from routeguide.directions.kana import for_engine, keep_katakana
from routeguide.directions.pieces_of_text import Piece
from routeguide.model.place import Place
from routeguide.model.reading import Reading as Entry
from routeguide.model.reading import ReadingUse

SHORTEST_PART = 2
"""A single kanji is no part of a name: it is read in too many ways."""

Parts = tuple[int, int, tuple[Entry | str, ...]]
"""Letters without a reading, number of parts, the parts."""


class Lexicon:
    """Readings by how they are written; the first entry of a surface wins."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._suffixes: dict[str, Entry] = {}
        for entry in entries:
            table = self._suffixes if entry.use is ReadingUse.SUFFIX else self._entries
            table.setdefault(entry.surface, entry)
        self._longest = max(map(len, (*self._entries, *self._suffixes)), default=0)

    @classmethod
    def of(cls, readings: Iterable[Entry], places: Iterable[Place] = ()) -> Lexicon:
        """Return the lexicon of declared readings and of places that tell their kana."""
        return cls(chain(readings, filter(None, map(_entry_of, places))))

    def __iter__(self) -> Iterator[Entry]:
        """Yield every entry, ends of names last."""
        yield from self._entries.values()
        yield from self._suffixes.values()

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries) + len(self._suffixes)

    def find(self, surface: str) -> Entry | None:
        """Return the entry of a whole name or word; None when there is none."""
        return self._entries.get(surface)

    def split(self, name: str) -> tuple[Piece, ...]:
        """Return a name as pieces: as much of it as is known, in as few and long parts as can be.

        What is not known has no kana. Ends of names (通り, 行き) are known only
        behind another part.
        """
        return tuple(
            Piece(part, is_name=True)
            if isinstance(part, str)
            else name_piece(part.surface, part.kana)
            for part in self._best_parts(name)
        )

    def _best_parts(self, name: str) -> tuple[Entry | str, ...]:
        best: list[Parts] = [(0, 0, ())]
        """The best parts of the name's end, from the empty one to the whole name."""
        for at in range(len(name) - 1, -1, -1):
            unknown, count, parts = best[-1]
            if parts and isinstance(parts[0], str):
                found: Parts = (unknown + 1, count, (name[at] + parts[0], *parts[1:]))
            else:
                found = (unknown + 1, count + 1, (name[at], *parts))
            for entry in self._list_parts(name, at):
                unknown, count, parts = best[len(name) - at - len(entry.surface)]
                found = min(found, (unknown, count + 1, (entry, *parts)), key=lambda way: way[:2])
            best.append(found)
        return best[-1][2]

    def _list_parts(self, name: str, at: int) -> Iterator[Entry]:
        """Yield the entries that stand at a place of a name, the longest first."""
        for end in range(min(len(name), at + self._longest), at + SHORTEST_PART - 1, -1):
            part = name[at:end]
            found = self._entries.get(part) or (self._suffixes.get(part) if at else None)
            if found:
                yield found


def name_piece(text: str, kana: str, *, is_guess: bool = False) -> Piece:
    """Return a name with its reading; an engine is given the reading, never the kanji."""
    read = keep_katakana(text, kana)
    return Piece(text, read, for_engine(read), is_name=True, is_guess=is_guess)


def _entry_of(place: Place) -> Entry | None:
    """Return a place's own reading; None where its kana leaves out a part of its name."""
    if place.kana is None or "（" in place.name or "(" in place.name:
        return None
    return Entry(
        surface=place.name,
        kana="".join(place.kana.split()),
        source=place.id,
        confidence="read" if place.kana_checked else "general",
        checked=place.kana_checked,
    )
