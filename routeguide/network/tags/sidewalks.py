"""Sidewalks by side: with one, the sidewalk's own tags count, not the road's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from routeguide.model.values import Finding, Known
from routeguide.network.tags import tables
from routeguide.network.tags.reading import Collector
from routeguide.network.tags.shared import read_kerb, read_width_cm
from routeguide.network.tags.values import read_incline_pct
from routeguide.network.tags.worse import worse_values

SIDES = ("left", "right")
PRESENT = "yes"
SEPARATE = "separate"
ABSENT = "no"
WORDS: Mapping[str, tuple[str | None, str | None]] = {
    "both": (PRESENT, PRESENT),
    "yes": (PRESENT, PRESENT),
    "left": (PRESENT, ABSENT),
    "right": (ABSENT, PRESENT),
    "lane": (PRESENT, PRESENT),
    "separate": (SEPARATE, SEPARATE),
    "no": (ABSENT, ABSENT),
    "none": (ABSENT, ABSENT),
}
SIDE_WORDS: Mapping[str, str] = {
    "yes": PRESENT,
    "lane": PRESENT,
    "separate": SEPARATE,
    "no": ABSENT,
    "none": ABSENT,
}


@dataclass(frozen=True, slots=True)
class Sidewalks:
    """What is said of both sides: ``yes``, ``separate``, ``no`` or None (nothing said)."""

    left: str | None = None
    right: str | None = None

    @property
    def present(self) -> bool:
        """Whether a sidewalk runs along the road, drawn with it."""
        return PRESENT in (self.left, self.right)

    @property
    def separate(self) -> bool:
        """Whether the only sidewalks are said to be drawn as ways of their own."""
        return not self.present and SEPARATE in (self.left, self.right)

    @property
    def none(self) -> bool:
        """Whether both sides are said to have no sidewalk."""
        return (self.left, self.right) == (ABSENT, ABSENT)


def read_sidewalks(into: Collector) -> Sidewalks:
    """Read every spelling of sidewalk: whole, by side, both."""
    sides: dict[str, str | None] = {"left": None, "right": None}
    whole = into.tags.get("sidewalk")
    if whole is not None:
        if whole in WORDS:
            sides["left"], sides["right"] = WORDS[whole]
        else:
            into.findings.append(Finding("sidewalk", whole, "unparsed"))
    for key, meant in (("both", SIDES), ("left", ("left",)), ("right", ("right",))):
        word = into.tags.get(f"sidewalk:{key}")
        if word is None:
            continue
        if word in SIDE_WORDS:
            sides |= dict.fromkeys(meant, SIDE_WORDS[word])
        else:
            into.findings.append(Finding(f"sidewalk:{key}", word, "unparsed"))
    return Sidewalks(sides["left"], sides["right"])


def read_sidewalk_values(into: Collector, sidewalks: Sidewalks) -> None:
    """Keep the values of the sidewalks that are present; of two, the worse.

    What is told of either sidewalk takes the place of what the road says,
    even where the two together come out as not known.
    """
    found = [_read_side(into, side) for side in SIDES if getattr(sidewalks, side) == PRESENT]
    for name in {name for side in found for name in side}:
        into.values.pop(name, None)
    if found:
        into.values.update(found[0] if len(found) == 1 else worse_values(found[0], found[1]))


def _read_side(into: Collector, side: str) -> dict[str, Known]:
    """Read one side: its own tags, else those of both sides."""
    tags: dict[str, str] = {}
    for prefix in ("sidewalk:both:", f"sidewalk:{side}:"):
        tags |= {
            key.removeprefix(prefix): text
            for key, text in into.tags.items()
            if key.startswith(prefix)
        }
    mine = Collector(tags, into.checked_on)
    mine.number("width_cm", "width", read_width_cm)
    read_surface(mine)
    mine.word("smoothness", "smoothness", tables.SMOOTHNESS)
    mine.word("tactile", "tactile_paving", tables.TACTILE)
    mine.word("wheelchair", "wheelchair", tables.WHEELCHAIR)
    read_kerb(mine)
    read_slope(mine)
    into.findings.extend(mine.findings)
    return mine.values


def read_surface(into: Collector) -> None:
    """Read the surface as class and word; without one, a class inferred from tracktype."""
    text = into.tags.get("surface")
    if text is not None:
        word = text.split(";")[0].strip().lower()
        known = tables.SURFACE.get(word) if ";" not in text else None
        if known is None:
            base = word.split(":")[0]
            known = tables.SURFACE.get(base) if base == "paving_stones" else None
        if known is None:
            into.findings.append(Finding("surface", text, "unparsed"))
            return
        into.say("surface", known, "surface")
        into.say("surface_word", word, "surface")
        return
    track = into.tags.get("tracktype")
    if track is not None and track in tables.TRACKTYPE:
        into.say("surface", tables.TRACKTYPE[track], "tracktype", rule="tracktype")
    elif track is not None:
        into.findings.append(Finding("tracktype", track, "unparsed"))


def read_slope(into: Collector, key: str = "incline") -> None:
    """Read an incline as signed bounds in the way's direction."""
    if key not in into.tags:
        return
    found = read_incline_pct(into.tags[key], key)
    if isinstance(found, Finding):
        into.findings.append(found)
    else:
        into.measure("slope_pct", *found, key)
