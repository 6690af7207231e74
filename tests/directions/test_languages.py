"""All languages hold the same keys; every phrase has an example that it can say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from routeguide.directions.landmarks import SEEN
from routeguide.directions.language import FOLDER, LANGUAGES, TOKEN
from routeguide.directions.limits import ROWS
from routeguide.directions.ruby import KANJI, MARKED
from routeguide.directions.runs import WALKED
from routeguide.directions.sentences import NAMED_CORNERS
from routeguide.model.attributes import BY_NAME
from routeguide.model.route import Better
from routeguide.model.traveller import Stairs, Use, presets
from routeguide.model.vocabulary import (
    Barrier,
    CrossingKind,
    Kind,
    RoadClass,
    Smoothness,
    SurfaceClass,
    UnknownPolicy,
)
from routeguide.network.beside import LANDMARKS

STYLES = {
    f"{short}{group}" for short in ("", "short_") for group in ("blind", "wheels", "cane", "walk")
} | {"variants", "short", "example"}
FORM_OF_PHRASE = re.compile(r"as_\w+$")
"""Variants for a form that is asked of a phrase inside another: ``{where:on}``."""

JAPANESE = [code for code in LANGUAGES if code.startswith("ja")]


def tables(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def shape(code: str) -> dict[str, set[str]]:
    """Return the keys of every table of a language."""
    read = tables(code)
    found = {f"nouns.{name}": set(rows) for name, rows in read["nouns"].items()}
    for name in ("phrases", "hours", "units", "bounds", "joins", "lines", "authored"):
        found[name] = set(read[name])
    return found


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"example", "script"}:
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_holds_the_same_keys(code: str) -> None:
    assert shape(code) == shape("ja")


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_phrase_asks_for_a_fact_that_japanese_does_not_know(code: str) -> None:
    known = {key: facts_of(row) for key, row in tables("ja")["phrases"].items()}
    asked = {key: facts_of(row) for key, row in tables(code)["phrases"].items()}
    extra = {key: asked[key] - FACTS.get(key, known[key]) for key in asked}
    assert {key: names for key, names in extra.items() if names} == {}


FACTS: dict[str, set[str]] = {
    "avoids": {"things", "first", "metres"},
} | {f"lift_{state}": {"lift", "time", "until"} for state in ("no_report", "confirmed", "unknown")}
"""Facts that a phrase is given, though its Japanese variants, or the plainest, do without."""


def facts_of(row: dict[str, Any]) -> set[str]:
    texts = [text for style, value in row.items() if style != "example" for text in value]
    return {name for text in texts for name, _ in TOKEN.findall(text)}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_plainest_variant_of_a_phrase_needs_no_more_than_in_japanese(code: str) -> None:
    """What is always known in one language is in the others: no phrase is left unsaid."""
    for key, row in tables(code)["phrases"].items():
        least = {name for name, _ in TOKEN.findall(row["variants"][-1])}
        japanese = {name for name, _ in TOKEN.findall(tables("ja")["phrases"][key]["variants"][-1])}
        assert least - FACTS.get(key, set()) <= japanese, key


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_phrase_has_known_styles_and_an_example_that_it_can_say(code: str) -> None:
    for key, row in tables(code)["phrases"].items():
        assert {style for style in row if not FORM_OF_PHRASE.match(style)} <= STYLES, key
        texts = [text for style, value in row.items() if style != "example" for text in value]
        assert any(says(text, row["example"]) for text in texts), (key, row["example"])


def says(template: str, example: str) -> bool:
    """Tell whether an example is what a template says with some facts."""
    plain = MARKED.sub(lambda found: found[1], template)
    plain = re.sub(r"\[(\w+)/(\w+)\]", "\x01", plain)
    parts = re.split(r"\{[^}]*\}", plain)
    pattern = ".+".join(map(re.escape, parts)).replace("\x01", r"\w+")
    return re.fullmatch(pattern, example, re.IGNORECASE) is not None


@pytest.mark.parametrize("code", JAPANESE)
def test_every_kanji_of_fixed_words_carries_its_reading(code: str) -> None:
    read = tables(code)
    read["units"] = {}  # counters have their own readings
    left = [text for text in strings(read) if KANJI.search(MARKED.sub("", text))]
    assert left == []


def test_the_example_check_catches_one_that_cannot_be_said() -> None:
    assert says("{noun}です。{長|なが}さは{metres}です。", "橋です。長さは3メートルです。")
    assert not says("{noun}です。{長|なが}さは{metres}です。", "橋です。")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_direction_has_the_forms_that_phrases_ask_for(code: str) -> None:
    read = tables(code)
    wanted = {
        form
        for row in read["phrases"].values()
        for text in strings(row)
        for name, form in TOKEN.findall(text)
        if form and name in {"hour", "side"}
    }
    assert wanted
    for hour in range(1, 13):
        assert wanted <= set(read["hours"][str(hour)]), hour


def produced() -> dict[str, set[str]]:
    """Return for every table of nouns the keys that the program may ask for."""
    beside = {word for _, _, word in LANDMARKS} - {"toilet", "bench"}
    return {
        "landmarks": beside | SEEN | {"corner", "bridge"},
        "ways": {str(kind) for kind in WALKED},
        "barriers": {str(word) for word in Barrier},
        "where": {str(kind) for kind in Kind} | {"gate", "point"},
        "attributes": set(BY_NAME)
        | {"kind", "lift", "road_without_footway", "slope_up", "slope_down"},
        "travellers": set(presets()),
        "limits": {*ROWS, "unknown"},
        "corners": set(NAMED_CORNERS),
        "better": {str(word) for word in Better},
        "crossings": {*map(str, CrossingKind), "unknown", "marked_at_signals"},
        "unknown_policies": {str(word) for word in UnknownPolicy},
        "road_limits": {str(word) for word in RoadClass},
        "surface_limits": {str(word) for word in SurfaceClass},
        "smoothness_limits": {str(word) for word in Smoothness},
        "use": {str(word) for word in Use},
        "stairs_use": {str(word) for word in Stairs},
    }


@pytest.mark.parametrize("table", produced())
def test_there_is_a_word_for_everything_that_may_be_told(table: str) -> None:
    assert produced()[table] - set(tables("ja")["nouns"][table]) == set()
