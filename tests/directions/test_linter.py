"""The linter of sentences finds what must not be said; the phrases hold what they need."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from routeguide.directions.no_route import OWN_PHRASES
from routeguide.directions.runs import WALKED
from routeguide.directions.words import PLACEHOLDER, Words, load_phrases
from routeguide.model.guidance import Block, Guidance
from routeguide.model.traveller import Group
from routeguide.model.vocabulary import Barrier, CrossingKind, Kerb, LiftState, SignalSound, Tactile
from routeguide.network.beside import LANDMARKS
from tests.directions.linter import list_faults

GOOD = Block(
    "右に曲がり、道を5メートルほど進みます。", "みぎに曲がり、道を5メートルほど進みます。", (0, 0)
)
PHRASES = load_phrases("ja")["phrases"]


def faults_of(**changes: object) -> list[str]:
    block = replace(GOOD, **changes)  # type: ignore[arg-type]
    return list_faults(Guidance("出発します。", (block,)), Group.WHEELS)


def test_a_good_sentence_has_no_fault() -> None:
    assert faults_of() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "右に曲がり、道を5メートルほど進みます"},
        {"text": "すぐ右に曲がり、5メートルほど進みます。"},
        {"text": "右に曲がり、5mほど進みます。"},
        {"text": "右に曲がり、5メートルほど進みます。ここは安全です。"},
        {"text": "右に曲がり、5メートルほど進みます。渡ってください。"},
        {"text": "右3時の方向へ曲がり、5メートルほど進みます。"},
        {"text": "右に曲がり、{street}を5メートルほど進みます。"},
        {"speech": "右に曲がり、道を5メートルほど進みます。"},
        {"speech": "みぎに曲がり、道を6メートルほど進みます。"},
        {"speech": "ひだりに曲がり、道を5メートルほど進みます。"},
        {"speech": "みぎに曲がり（かど）、道を5メートルほど進みます。"},
        {"speech": "みぎに曲がり、" + "とても" * 20 + "5メートルほど進みます。"},
        {"note": ("青です。",), "note_speech": ("青です。",)},
        {"note": ("手すりがあります。",)},
        {"caution": ("段です。",) * 3, "caution_speech": ("段です。",) * 3},
    ],
)
def test_the_linter_finds_a_fault(changes: dict[str, object]) -> None:
    assert faults_of(**changes) != []


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_says_its_example(key: str) -> None:
    phrase = PHRASES[key]
    patterns = [
        "".join(".+" if n % 2 else re.escape(part) for n, part in enumerate(PLACEHOLDER.split(v)))
        for v in phrase["variants"]
    ]
    assert any(re.fullmatch(pattern, phrase["example"]) for pattern in patterns)


@pytest.mark.parametrize("key", PHRASES)
def test_speech_needs_no_fact_that_the_text_does_not(key: str) -> None:
    phrase = PHRASES[key]
    spoken = phrase.get("speech", phrase["variants"])
    for variant, speech in zip(phrase["variants"], spoken, strict=True):
        assert set(PLACEHOLDER.findall(speech)) <= set(PLACEHOLDER.findall(variant))


@pytest.mark.parametrize("key", PHRASES)
def test_the_variants_stand_from_the_richest_to_the_plainest(key: str) -> None:
    needs = [set(PLACEHOLDER.findall(variant)) for variant in PHRASES[key]["variants"]]
    assert not any(earlier < later for n, earlier in enumerate(needs) for later in needs[n + 1 :])


def test_the_richest_variant_whose_facts_exist_is_chosen() -> None:
    words = Words()
    assert words.say("kerbs", near="2センチ", far="1センチ").text.count("センチ") == 2
    assert words.say("kerbs", near=None, far="1センチ").text == "先の段差は1センチです。"
    with pytest.raises(KeyError, match="no variant of kerbs"):
        words.say("kerbs", near=None, far=None)


SILENT = {"signals", "lift", "level_crossing", "bench"}
"""Landmarks that are told by steps of their own, or of no help."""

KERBS = {str(k) for k in Kerb} - {"unknown"}
COVERED = [
    ("ways", {str(kind) for kind in WALKED}),
    ("crossings", {*map(str, CrossingKind), "unknown"}),
    ("barriers", {str(b) for b in Barrier} - {"lift_door"}),
    ("landmarks", {word for *_, word in LANDMARKS} - SILENT | {"bridge", "corner"}),
]


@pytest.mark.parametrize(("table", "words"), COVERED)
def test_every_word_of_a_vocabulary_has_its_noun(table: str, words: set[str]) -> None:
    assert words <= set(load_phrases("ja")["nouns"][table])


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("sound_", set(map(str, SignalSound))),
        ("kerb_", KERBS),
        ("crossing_tactile_", set(map(str, Tactile))),
        ("tactile_overview_", set(map(str, Tactile))),
        ("surface_", {"uneven", "loose"}),
        ("lift_", {str(state) for state in LiftState}),
        ("blocked_", set(OWN_PHRASES)),
    ],
)
def test_every_word_of_a_vocabulary_has_its_phrase(prefix: str, words: set[str]) -> None:
    assert {f"{prefix}{word}" for word in words} <= set(PHRASES)
