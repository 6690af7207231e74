"""An answer laid out for a sheet: what stands on paper, in print as in braille.

Every text is pairs of (text, furigana above it or None), in the order in which
it is read. Nothing here knows of paper: printing and brailling start from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routeguide.model.guidance import Pairs, Part


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One block with its number, None where a list has none.

    ``lines`` in the order in which they are told. ``distance_m`` metres as
    said, ``clock`` 1-12; None as in the block that it was made of.
    """

    number: int | None
    lines: tuple[tuple[Part, Pairs], ...]
    distance_m: float | None = None
    clock: int | None = None


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One way, or what stands in it: words before, the steps, words behind.

    ``head`` stands over the steps; empty where there is nothing to head.
    """

    head: Pairs
    lead: tuple[Pairs, ...]
    steps: tuple[SheetStep, ...]
    after: tuple[Pairs, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer for a sheet.

    ``language`` is a code of :data:`LANGUAGES`. ``assumed`` comes before all;
    ``notices`` are what has to be known of the ends. ``marks`` are the fixed
    words of a sheet by their keys (:data:`MARKS`). ``rows`` tell who travels,
    the conditions and the stamp (network, update, departure). ``credits`` are
    the lines of the sources. ``address`` leads back to the question; None
    where there is none or it would tell a position.
    """

    language: str
    title: Pairs
    traveller: Pairs
    assumed: tuple[Pairs, ...]
    notices: tuple[Pairs, ...]
    sections: tuple[SheetSection, ...]
    rows: tuple[Pairs, ...]
    marks: Mapping[str, Pairs]
    credits: tuple[str, ...]
    address: str | None = None


MARKS = (
    "caution", "notice", "not_official", "address_back", "auto_braille", "other_font", "sketch",
)  # fmt: skip
"""Keys of the fixed words of a sheet, in the table ``frame`` of every language."""


def without_ruby(pairs: Pairs) -> str:
    """Return pairs as text without furigana."""
    return "".join(text for text, _ in pairs)


def unread(text: str) -> Pairs:
    """Return a text as pairs without furigana."""
    return ((text, None),)
