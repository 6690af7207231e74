"""The known values of a table of a network: rows of attributes for the search, cells for words.

What an overlay observed is kept beside the stored columns, which never change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from routeguide.model.attributes import ATTRIBUTES, ROW, Attribute
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, code_of, member_of

NAMES = [attribute.name for attribute in ATTRIBUTES]
PARTS = ("low", "high", "word", "evidence", "date", "source")
ABSENT = {"low": np.nan, "high": np.nan}
INFERRED, EXPIRED = 1, 2
"""Codes of Evidence (see vocabulary): all above EXPIRED is confirmed."""

MOST_KEPT = 50_000
"""Texts and values kept decoded at most: what is asked for, not the whole table."""

Changes = Mapping[int, Mapping[str, Known | None]]
Cell = tuple[int, float, float, int, int, int, int]


class Texts:
    """The string table: numbers to texts; an overlay's texts get numbers behind it."""

    def __init__(self, columns: Mapping[str, npt.NDArray[Any]]) -> None:
        self._columns = columns
        self._offsets, self._bytes = columns["string_offsets"], columns["string_bytes"]
        self._kept: dict[int, str | None] = {0: None}
        self._added: dict[str, int] = {}
        self._added_texts: list[str] = []

    def fork(self) -> Texts:
        """Return the same table with room of its own for an overlay's texts."""
        return Texts(self._columns)

    def text(self, number: int) -> str | None:
        """Return a text; None for number 0."""
        kept = self._kept
        return kept[number] if number in kept else self.list_texts([number])[0]

    def list_texts(self, numbers: Sequence[int]) -> list[str | None]:
        """Return texts by their numbers.

        What is kept is replaced when it grows too much, never emptied: other
        threads may be reading it.
        """
        kept = self._kept
        missing = set(numbers).difference(kept)
        if missing:
            if len(kept) + len(missing) > MOST_KEPT:
                kept = self._kept = {0: None}
                missing = set(numbers) - {0}
            kept.update(self._read(missing))
        return [kept[number] for number in numbers]

    def _read(self, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
        stored = len(self._offsets) - 1
        wanted = [number for number in numbers if number < stored]
        rows, view = np.asarray(wanted, dtype=np.intp), self._bytes.data
        begins, ends = self._offsets[rows].tolist(), self._offsets[rows + 1].tolist()
        for number, begin, end in zip(wanted, begins, ends, strict=True):
            yield number, str(view[begin:end], "utf-8")
        for number in numbers:
            if number >= stored:
                yield number, self._added_texts[number - stored]

    def each(self, numbers: npt.NDArray[Any]) -> Iterator[str]:
        """Yield the stored texts of many numbers without keeping them."""
        blob, offsets = bytes(self._bytes), self._offsets.tolist()
        for number in numbers.tolist():
            yield blob[offsets[number] : offsets[number + 1]].decode()

    def number(self, text: str | None) -> int:
        """Return a number for a text that an overlay brings; 0 for None or the empty text."""
        if not text:
            return 0
        if text not in self._added:
            self._added[text] = len(self._offsets) - 1 + len(self._added_texts)
            self._added_texts.append(text)
        return self._added[text]


class KeyIndex:
    """Finds the row of a key among many without keeping the keys: by their hashes."""

    def __init__(self, texts: Texts, numbers: npt.NDArray[Any]) -> None:
        self._texts, self._numbers = texts, numbers
        hashes = np.fromiter(
            (hash(text) for text in texts.each(numbers)), dtype=np.int64, count=len(numbers)
        )
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]

    def find(self, key: str) -> int | None:
        """Return the row of a key; None when there is none."""
        begin, end = np.searchsorted(self._hashes, [hash(key), hash(key) + 1])
        for row in self._order[int(begin) : int(end)].tolist():
            if self._texts.text(int(self._numbers[row])) == key:
                return int(row)
        return None


def encode(known: Known, attribute: Attribute, number: Any) -> Cell:  # noqa: ANN401 - text -> number
    """Return a value as it is stored: low, high, word, evidence, date, source (first: row)."""
    low = high = float("nan")
    word = 0
    if isinstance(known, Measure):
        low, high = round(known.low, 3), round(known.high, 3)
    elif attribute.vocabulary:
        word = code_of(attribute.vocabulary(known.value))
    else:
        word = number(known.value)
    day = known.checked_on.toordinal() if known.checked_on else 0
    code = code_of(known.evidence)
    return ROW[attribute.name], low, high, word, code, day, number(known.source)


class ValueTable:
    """The values of one table (``edge`` or ``point``), with an overlay's changes over them.

    ``changes`` holds values by row and attribute (None = taken away); rows
    from the stored size up to ``size`` exist in the changes alone.
    """

    def __init__(
        self,
        columns: Mapping[str, npt.NDArray[Any]],
        name: str,
        *,
        today: date,
        texts: Texts,
        size: int,
        changes: Changes | None = None,
    ) -> None:
        self._columns = {part: columns[f"{name}_value_{part}"] for part in PARTS}
        self._today = today
        self._texts = texts
        self._stored = self._columns["evidence"].shape[1]
        self.size = size
        self.changes: Changes = changes or {}
        self._rows: dict[tuple[str, str], npt.NDArray[Any]] = {}
        self._evidence: dict[str, npt.NDArray[np.uint8]] = {}
        self._made: dict[Cell, Known] = {}
        self._oldest = [today.toordinal() - a.shelf_life_days for a in ATTRIBUTES]

    def row(self, attribute: str, part: str) -> npt.NDArray[Any]:
        """Return one attribute for the whole table (a part of :data:`PARTS`)."""
        stored: npt.NDArray[Any] = self._columns[part][ROW[attribute]]
        if not self.changes:
            return stored
        key = (attribute, part)
        if key not in self._rows:
            self._rows[key] = self._changed_row(attribute, part, stored)
        return self._rows[key]

    def _changed_row(self, attribute: str, part: str, stored: npt.NDArray[Any]) -> npt.NDArray[Any]:
        absent = ABSENT.get(part, 0)
        changed = np.full(self.size, absent, dtype=stored.dtype)
        changed[: self._stored] = stored
        place = 1 + PARTS.index(part)
        for row, values in self.changes.items():
            if attribute in values:
                known = values[attribute]
                changed[row] = absent if known is None else self._encode(attribute, known)[place]
        return changed

    def _encode(self, attribute: str, known: Known) -> Cell:
        return encode(known, ATTRIBUTES[ROW[attribute]], self._texts.number)

    def evidence(self, attribute: str) -> npt.NDArray[np.uint8]:
        """Return evidence codes of one attribute with outlived values marked EXPIRED.

        Codes of :class:`Evidence` (0 = not known); a dated value whose age
        exceeds the shelf life counts as expired, an undated one does not.
        """
        if attribute not in self._evidence:
            codes = np.asarray(self.row(attribute, "evidence"))
            days = self.row(attribute, "date")
            outlived = (days > 0) & (days < self._oldest[ROW[attribute]]) & (codes > INFERRED)
            self._evidence[attribute] = np.where(outlived, EXPIRED, codes).astype(np.uint8)
        return self._evidence[attribute]

    def list_known(self, rows: Sequence[int]) -> list[dict[str, Known]]:
        """Return all known values of each of ``rows`` by attribute name."""
        found: list[dict[str, Known]] = [{} for _ in rows]
        wanted = np.asarray(rows, dtype=np.intp)
        self._add_stored(found, wanted)
        if self.changes:
            for values, row in zip(found, wanted.tolist(), strict=True):
                self._lay_over(values, self.changes.get(row, {}))
        return found

    def _add_stored(self, found: list[dict[str, Known]], wanted: npt.NDArray[np.intp]) -> None:
        if not self._stored:
            return
        stored = wanted < self._stored
        index = np.where(stored, wanted, 0)
        codes = self._columns["evidence"][:, index] * stored
        attributes, places = np.nonzero(codes)
        at = index[places]
        parts = (self._columns[part][attributes, at].tolist() for part in PARTS)
        cells = zip(attributes.tolist(), *parts, strict=True)
        for place, cell in zip(places.tolist(), cells, strict=True):
            found[place][NAMES[cell[0]]] = self._known(cell)

    def _lay_over(self, values: dict[str, Known], changes: Mapping[str, Known | None]) -> None:
        for name, known in changes.items():
            if known is None:
                values.pop(name, None)
            else:
                values[name] = self._known(self._encode(name, known))

    def _known(self, cell: Cell) -> Known:
        """Return one value; values of the same content are one object."""
        # NaN never equals itself: a fact's cell is known by its other parts.
        key = cell if cell[1] == cell[1] else (cell[0], 0.0, 0.0, *cell[3:])
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            made = self._made[key] = self._decode(cell)
        return made

    def _decode(self, cell: Cell) -> Known:
        row, low, high, word, code, day, source_number = cell
        attribute = ATTRIBUTES[row]
        if 0 < day < self._oldest[row] and code > INFERRED:
            code = EXPIRED
        evidence = member_of(Evidence, code) or Evidence.INFERRED
        source = self._texts.text(source_number) or ""
        checked_on = date.fromordinal(day) if day else None
        if attribute.is_measure:
            return Measure(round(low, 3), round(high, 3), evidence, source, checked_on)
        member = member_of(attribute.vocabulary, word) if attribute.vocabulary else None
        value = str(member) if member else (self._texts.text(word) or "")
        return Fact(value, evidence, source, checked_on)
