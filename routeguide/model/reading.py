"""How names are read, as the ward layer declares it (``graphdata/ward/readings.json``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReadingUse(StrEnum):
    """Where a reading holds."""

    NAME = "name"
    """A proper name."""
    WORD = "word"
    """A common word or a trap: 段差, 行き止まり."""
    SUFFIX = "suffix"
    """The end of a longer name only: 通り is どおり in 目白通り, とおり alone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one name or word is read.

    ``kana`` is hiragana. ``checked`` False: spoken, and listed for checking.
    ``accent`` is the mora behind which the voice falls (0 = never), None where
    nobody told; ``braille`` the kana with the blanks of 分かち書き, None = not told.
    """

    surface: str
    kana: str
    source: str
    confidence: str
    checked: bool
    use: ReadingUse = ReadingUse.NAME
    accent: int | None = None
    braille: str | None = None

    def __post_init__(self) -> None:
        """Take ``use`` as JSON holds it, a plain string, too."""
        object.__setattr__(self, "use", ReadingUse(self.use))


def reading_to_json(reading: Reading) -> dict[str, object]:
    """Return a reading as JSON values; what is not told is left out."""
    told: dict[str, object] = {
        "surface": reading.surface,
        "kana": reading.kana,
        "source": reading.source,
        "confidence": reading.confidence,
        "checked": reading.checked,
    }
    if reading.use is not ReadingUse.NAME:
        told["use"] = str(reading.use)
    more = {"accent": reading.accent, "braille": reading.braille}
    return told | {name: value for name, value in more.items() if value is not None}
