"""What ways and nodes have in common: access, hours, kerbs, names, levels, lift cabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from routeguide.model.hours_text import HourRule, join_hours
from routeguide.model.values import Fact, Finding, Measure
from routeguide.model.vocabulary import Access, Kerb, YesNo
from routeguide.network.tags import tables
from routeguide.network.tags.reading import Collector
from routeguide.network.tags.values import KERB_CM, WIDTH_CM, read_length_cm, read_levels
from routeguide.network.tags.worse import worse_of

read_kerb_cm = partial(read_length_cm, within=KERB_CM)
read_width_cm = partial(read_length_cm, within=WIDTH_CM)

UNTOLD = "unknown"
LOWERED_CM = (0.0, 3.0)
"""kerb=lowered: 0-3 cm, typically 2 (the Japanese standard for a crossing edge)."""

FLUSH_CM = (0.0, 1.0)
RAISED_CM = (3.0, KERB_CM[1])
SIGNALLED = frozenset(word for word, kind in tables.CROSSING.items() if kind == "signals")
KERB_WORDS = frozenset({"flush", "no", "lowered", "raised", "rolled", "regular", "yes"})


def read_access(into: Collector, *, default: str | None, rule: str | None) -> None:
    """Read who may pass: foot beats access, ``locked=yes`` beats permission.

    ``default`` is the access that the class of the way itself gives (None =
    nothing said); ``rule`` names the inference where it is one.
    """
    tags = into.tags
    if "foot" not in tags and "access" not in tags:
        if default is not None:
            into.say("access", default, rule=rule)
    elif not into.word("access", "foot" if "foot" in tags else "access", tables.ACCESS):
        _read_refusal(into)
    if tags.get("locked", "").strip().lower() == "yes":
        into.say("locked", YesNo.YES, "locked")
        into.say("access", Access.NO, "locked")
    into.word("wheelchair", "wheelchair", tables.WHEELCHAIR)
    read_hours(into)


def _read_refusal(into: Collector) -> None:
    """Keep a general refusal beside a ``foot`` that tells nothing; all else stays unknown."""
    if "foot" in into.tags and into.tags.get("access", "").strip().lower() in tables.REFUSING:
        into.say("access", Access.NO, "access")


def close_for_all(into: Collector, key: str) -> None:
    """Close for everyone at every hour, as ``key`` says: no condition, no wheelchair=yes opens."""
    for name in ("hours", "wheelchair"):
        into.values.pop(name, None)
    into.say("access", Access.NO, key)


def read_hours(into: Collector) -> None:
    """Keep opening hours and conditional access as text; the router evaluates them on arrival.

    A general condition (``access:conditional``) never opens what ``foot`` refuses.
    """
    tags = into.tags
    rules = []
    if "opening_hours" in tags:
        rules.append(HourRule("opening_hours", tags["opening_hours"]))
    key = "foot:conditional" if "foot:conditional" in tags else "access:conditional"
    base = _find_base_access(into, tags.get(key, ""))
    opens_foot = key == "access:conditional" and "foot" in tags and base == Access.NO
    if key in tags and not opens_foot:
        rules.append(HourRule("conditional", tags[key], str(base)))
    if rules:
        plain = len(rules) == 1 and rules[0].kind == "opening_hours"
        into.say("hours", rules[0].raw if plain else join_hours(rules), "opening_hours")


def _find_base_access(into: Collector, raw: str) -> str:
    """Return the access outside a condition; ``unknown`` where it is not told.

    Who writes ``yes @ (08:00-18:00)`` and nothing else does not say "open at night, too".
    """
    told = "foot" in into.tags or "access" in into.tags
    known = into.values.get("access")
    if isinstance(known, Fact) and (told or known.value == Access.NO):
        return known.value
    opening = raw.partition("@")[0].strip().lower() in tables.ALLOWING
    return UNTOLD if told or opening else Access.YES


def read_kerb(into: Collector, prefix: str = "") -> None:
    """Read a kerb: a number wins over the word; start and end: the worse.

    raised, rolled, regular: over 3 cm and refused for wheels unless a number
    or wheelchair=yes stands beside (design/network.md, Kerbs).
    """
    height = f"{prefix}kerb:height"
    ends = [f"{height}:start", f"{height}:end"]
    if into.number("step_cm", height, read_kerb_cm):
        _name_kerb(into, prefix)
        return
    if _read_ends(into, ends):
        return
    key = f"{prefix}kerb"
    word = into.tags.get(key, "").strip().lower()
    if not word and into.tags.get(f"{prefix}barrier") == "kerb":
        word, key = "yes", "barrier"
    if word in {"flush", "no", "lowered"} and any(key in into.tags for key in (height, *ends)):
        word = "yes"  # a number that cannot be used stands against a good word: unknown
    if word:
        _read_kerb_word(into, key, word)


def _read_ends(into: Collector, ends: list[str]) -> bool:
    """Read the worse of two ends; where only one is known, the worse is at least that high."""
    found = [
        into.values.pop("step_cm") for key in ends if into.number("step_cm", key, read_kerb_cm)
    ]
    if not found:
        return False
    worse = worse_of(found[0], found[-1], "step_cm")
    if isinstance(worse, Measure):
        high = worse.high if len(found) == len(ends) else KERB_CM[1]
        into.values["step_cm"] = replace(worse, high=high)
    return True


def _name_kerb(into: Collector, prefix: str) -> None:
    """Keep the word beside a number where it is a description (flush, lowered), never raised."""
    word = into.tags.get(f"{prefix}kerb", "")
    if word in {"flush", "lowered"}:
        into.say("kerb", word, f"{prefix}kerb")


def _read_kerb_word(into: Collector, key: str, word: str) -> None:
    if word in {"flush", "no"}:
        into.measure("step_cm", *FLUSH_CM, key)
        into.say("kerb", Kerb.FLUSH, key)
    elif word == "lowered":
        into.measure("step_cm", *LOWERED_CM, key, rule="lowered-kerb-standard")
        into.say("kerb", Kerb.LOWERED, key)
    elif word in {"raised", "rolled", "regular"}:
        into.measure("step_cm", *RAISED_CM, key)
        into.say("kerb", Kerb.RAISED, key)
    elif word in KERB_WORDS:
        into.say("kerb", Kerb.UNKNOWN, key)
    else:
        into.findings.append(Finding(key, into.tags[key], "unparsed"))


def read_lift(into: Collector) -> None:
    """Read a lift's door and cab: ``door:width``, ``width``, ``length``; bare metres.

    ``access=no`` closes a lift for everyone: wheelchair=yes does not lift it.
    """
    if into.tags.get("access", "").strip().lower() == "no" and "foot" not in into.tags:
        into.values.pop("wheelchair", None)
    if not into.number("gap_cm", "door:width", read_width_cm):
        into.number("gap_cm", "entrance:width", read_width_cm)
    into.number("cab_width_cm", "width", read_width_cm)
    if not into.number("cab_depth_cm", "length", read_width_cm):
        into.number("cab_depth_cm", "depth", read_width_cm)


def read_level_tag(into: Collector) -> tuple[float, ...]:
    """Return the levels of the element; empty when not told or not understood."""
    if "level" not in into.tags:
        return ()
    found = read_levels(into.tags["level"])
    if isinstance(found, Finding):
        into.findings.append(found)
        return ()
    return found


def read_names(tags: Mapping[str, str]) -> dict[str, str]:
    """Return names by language: ja, kana, en. A plain ``name`` is the Japanese one."""
    keys = {
        "ja": ("name:ja", "name"),
        "kana": ("name:ja-Hira", "name:ja_kana", "name:ja-Kana"),
        "en": ("name:en", "name:ja-Latn", "name:ja_rm"),
    }
    names = {}
    for language, candidates in keys.items():
        found = next((tags[key] for key in candidates if tags.get(key)), None)
        if found:
            names[language] = found
    return names


def read_signals(into: Collector) -> None:
    """Read a crossing: kind, signals, sound, vibration, button, island."""
    tags = into.tags
    into.word("crossing", "crossing", tables.CROSSING)
    if tags.get("crossing:signals") == "yes" or tags.get("highway") == "traffic_signals":
        into.say("crossing", "signals", "crossing:signals")
    elif tags.get("crossing:signals") == "no" and tags.get("crossing") in SIGNALLED:
        into.values.pop("crossing", None)  # the two tags contradict each other: not known
    elif "crossing" not in into.values:
        _read_markings(into)
    into.word("signal_sound", "traffic_signals:sound", tables.SOUND)
    if tags.get("traffic_signals:sound") == "yes" and tags.get("button_operated") == "no":
        into.say("signal_sound", "automatic", "traffic_signals:sound")
    into.word("signal_vibration", "traffic_signals:vibration", tables.YES_NO)
    into.word("signal_button", "button_operated", tables.YES_NO)
    into.word("island", "crossing:island", tables.YES_NO)
    if tags.get("crossing") == "island":
        into.say("island", YesNo.YES, "crossing")
    if tags.get("crossing") == "no":
        close_for_all(into, "crossing")


def _read_markings(into: Collector) -> None:
    """Read ``crossing:markings``, or the older ``crossing_ref`` (zebra), as marked or unmarked."""
    markings = into.tags.get("crossing:markings")
    if markings == "no":
        into.say("crossing", "unmarked", "crossing:markings")
    elif markings not in {None, "unknown"} or into.tags.get("crossing_ref") == "zebra":
        into.say("crossing", "marked", "crossing:markings")
