"""The linter of sentences finds what must not be said, and finds nothing in what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import pytest

from routeguide.directions.analyser import Readings
from routeguide.directions.describe import Length, Manner, put_into_words, tell_route
from routeguide.directions.language import load_language
from routeguide.directions.lexicon import Lexicon
from routeguide.directions.no_route import OWN_PHRASES
from routeguide.directions.phrase import Amount, Noun, Street, Telling, Unit, say
from routeguide.directions.ruby import ALL_RUBY, load_grades
from routeguide.directions.runs import WALKED
from routeguide.directions.words import Words
from routeguide.model.guidance import Block, Guidance, Line
from routeguide.model.reading import Reading
from routeguide.model.traveller import Group, get_preset
from routeguide.model.vocabulary import Barrier, CrossingKind, Kerb, LiftState, SignalSound, Tactile
from routeguide.network.beside import LANDMARKS
from routeguide.speech.openjtalk import OpenJTalk
from tests.directions.cases import ANSWERS, WHO
from tests.directions.linter import (
    list_facts,
    list_faults,
    list_line_faults,
    list_lines,
    list_unread,
)
from tests.directions.phrase_samples import JAPANESE, list_said
from tests.directions.situations import SITUATIONS
from tests.ward_network import ward_network

EVERYONE = (
    "white_cane", "wheelchair_manual", "walk", "wheelchair_assisted", "wheelchair_powered",
    "guide_dog", "low_vision", "cane", "walker", "stroller",
)  # fmt: skip
NAMES = {
    "要町通り": "かなめちょうどおり", "目白通り": "めじろどおり", "環八通り": "かんぱちどおり",
    "光が丘公園通り": "ひかりがおかこうえんどおり", "千川通り": "せんかわどおり",
    "荒井竹": "あらいたけ", "セブン-イレブン": "セブンイレブン",
}  # fmt: skip
READINGS = Readings(Lexicon(Reading(name, kana, "", "read", True) for name, kana in NAMES.items()))

GOOD = Line(
    "右に曲がり、道を5メートルほど進みます。",
    "みぎに曲がり、道を5メートルほど進みます。",
    "みぎにまがり、みちをごメートルほどすすみます。",
)
EASY = Line(
    "右に まがります。 道を 5メートルぐらい 進みます。",
    "みぎにまがります。道を5メートルぐらい進みます。",
    "みぎに まがります。 みちを ごメートルぐらい すすみます。",
)
RIGHT = {"ja": GOOD, "ja-easy": EASY, "ja-child": GOOD}


def put(telling: Telling, code: str, length: Length, group: Group, readings: Readings) -> Guidance:
    return put_into_words(telling, Manner(code, length, ALL_RUBY, readings), group)


# -- what is said ----------------------------------------------------------------


@cache
def tell(situation: str, who: str) -> Telling:
    return tell_route(SITUATIONS[situation](), traveller=get_preset(who))


@pytest.mark.parametrize("code", JAPANESE)
@pytest.mark.parametrize("who", EVERYONE)
def test_no_situation_has_a_fault(who: str, code: str) -> None:
    group = get_preset(who).group
    for situation in SITUATIONS:
        for length in Length:
            guidance = put(tell(situation, who), code, length, group, READINGS)
            assert list_faults(guidance, group, are_read=True) == [], (situation, length)


@pytest.fixture(scope="module")
def ward_readings() -> Readings:
    network = ward_network()
    lexicon = Lexicon.of(network.readings, network.places.values())
    return Readings(lexicon, OpenJTalk(lexicon))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("case", ANSWERS)
def test_no_answer_has_a_fault(case: str, who: str, ward_readings: Readings) -> None:
    group = get_preset(who).group
    for telling in ANSWERS[case](who):
        for code in JAPANESE:
            for length in Length:
                guidance = put(telling, code, length, group, ward_readings)
                assert list_faults(guidance, group, are_read=True) == [], (code, length)


@pytest.mark.parametrize("who", EVERYONE)
def test_all_japanese_tell_the_same_numbers_in_the_same_blocks(who: str) -> None:
    group = get_preset(who).group
    for situation in SITUATIONS:
        told = {
            code: [
                list(
                    map(
                        facts_of,
                        lines_by_block(put(tell(situation, who), code, length, group, READINGS)),
                    )
                )
                for length in Length
            ]
            for code in JAPANESE
        }
        assert told["ja-easy"] == told["ja"], situation
        assert told["ja-child"] == told["ja"], situation


def lines_by_block(guidance: Guidance) -> Iterator[list[Line]]:
    yield [guidance.overview, *guidance.why]
    for block in guidance.blocks:
        yield [*block.cautions, block.said, *block.notes]


def facts_of(lines: list[Line]) -> list[str]:
    """Return the numbers with their units, in order; the second side street is 2番目 or 2本目."""
    return [re.sub("番目|本目", "", fact) for line in lines for fact in list_facts(line.text)]


def list_all_faults(line: Line, code: str) -> list[str]:
    return [*list_line_faults(line, code), *list_unread(line)]


WRITTEN_ONLY = ("notice_",)
"""Rows that stand on pages and in files, with a colon; no voice is given them."""


@pytest.mark.parametrize("code", JAPANESE)
def test_no_phrase_has_a_fault_whatever_it_is_filled_with(code: str) -> None:
    words = Words(code, ruby=ALL_RUBY)
    said = {
        one.pieces: one.row
        for one in list_said(code)
        if one.whole and not one.row.startswith(WRITTEN_ONLY)
    }
    assert len(said) > 1000
    faults = [
        (row, fault)
        for pieces, row in said.items()
        for fault in list_all_faults(words._to_line(pieces), code)
        if not fault.startswith("long")  # where a variant is too long, a shorter one is said
    ]
    assert faults == []


@pytest.mark.parametrize("code", JAPANESE)
def test_a_variant_too_long_for_the_ear_gives_way_to_a_shorter_one(code: str) -> None:
    way, corner = Street("ながいなまえの" * 4), Street("もっとながい" * 4)
    until = say("end_of_leg", thing=Noun("ends", "cross"), name=corner)
    facts = {"street": way, "metres": Amount.of(80, Unit.M)}
    words = Words(code)
    told = words.line((say("walk", **facts, until=until),)).text
    assert way.name in told
    assert corner.name not in told
    short = words.line((say("walk", **{**facts, "street": Street("道")}, until=until),)).text
    assert corner.name in short


# -- what must not be said ----------------------------------------------------------


@pytest.mark.parametrize("code", JAPANESE)
def test_a_good_sentence_has_no_fault(code: str) -> None:
    assert list_all_faults(RIGHT[code], code) == []


WRONG: Mapping[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "no end": (JAPANESE, {"text": "進みます"}),
    "banned すぐ": (JAPANESE, {"text": "すぐ 右に曲がります。"}),
    "banned 安全": (JAPANESE, {"text": "安全です。"}),
    "banned 渡ってください": (JAPANESE, {"text": "渡って ください。"}),
    "banned わたりましょう": (JAPANESE, {"text": "わたりましょう。"}),
    "banned 青です": (JAPANESE, {"text": "青です。"}),
    "banned はかろう": (JAPANESE, {"text": "はばを はかろう。"}),
    "banned {": (JAPANESE, {"text": "{street}を 進みます。"}),
    "foreign letters": (JAPANESE, {"text": "5mほど 進みます。"}),
    "doubled particle": (JAPANESE, {"text": "駅のの 出口を 出ます。"}),
    "unread": (JAPANESE, {"speech": "みぎに曲がり（かど）、道を5メートルほど進みます。"}),
    "left or right": (JAPANESE, {"speech": "右に曲がり、道を5メートルほど進みます。"}),
    "long": (JAPANESE, {"speech": "みぎに曲がり、" + "とても" * 20 + "5メートルほど進みます。"}),
    "numbers differ": (JAPANESE, {"speech": "みぎに曲がり、道を6メートルほど進みます。"}),
    "sides differ": (JAPANESE, {"speech": "ひだりに曲がり、道を5メートルほど進みます。"}),
    "no reading": (JAPANESE, {"kana": "みぎに曲がり、みちをごメートルほどすすみます。"}),
    "blank: ": (("ja", "ja-child"), {"text": "右に 曲がり、道を5メートルほど進みます。"}),
    "blank out of place": (("ja-easy",), {"text": "右に  まがります。"}),
    "words not parted": (("ja-easy",), {"text": "道を5メートルぐらい 進みます。"}),
    "passive": (("ja-easy",), {"text": "5メートルぐらいと 書かれて います。"}),
}  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "code"), [(fault, code) for fault, (codes, _) in WRONG.items() for code in codes]
)
def test_the_linter_finds_a_fault_in_a_sentence(fault: str, code: str) -> None:
    wrong = replace(RIGHT[code], **WRONG[fault][1])
    assert any(found.startswith(fault) for found in list_all_faults(wrong, code))


@pytest.mark.parametrize(
    "text",
    [
        "右に まがります 。",
        "右に まがります。道を 進みます。",
        "右に、 まがります。",
        " 右に まがります。",
        "信号の ある 横断歩道 〉です。",
        "とてもながいのにどこにもあいだのないぶんになりました。",
    ],
)
def test_the_linter_finds_blanks_out_of_place(text: str) -> None:
    faults = list(list_line_faults(replace(EASY, text=text), "ja-easy"))
    assert any(fault.startswith(("blank out", "words not parted")) for fault in faults)


@pytest.mark.parametrize(
    "ruby",
    [(("右に曲がり", None),), (("右", "みぎ"), ("に曲がり、道を5メートルほど進みます。", None))],
)
def test_the_linter_finds_ruby_that_is_wrong_or_missing(ruby: tuple[tuple[str, str], ...]) -> None:
    assert any("ruby" in fault for fault in list_all_faults(replace(GOOD, ruby=ruby), "ja"))


def test_the_linter_finds_a_clock_for_wheels_and_too_many_cautions() -> None:
    clock = Line(
        "右3時の方向へ進みます。", "みぎ3時の方向へ進みます。", "みぎさんじのほうこうへすすみます。"
    )
    guidance = Guidance(GOOD, (Block(clock, (0, 0)),))
    assert list_faults(guidance, Group.BLIND) == []
    assert list_faults(guidance, Group.WHEELS) != []
    many = Guidance(GOOD, (Block(GOOD, (0, 0), cautions=(GOOD,) * 3),))
    assert list_faults(many, Group.BLIND) != []
    assert len(list_lines(many)) == 5


# -- the phrases hold what they need ------------------------------------------------


@pytest.mark.parametrize("code", JAPANESE)
def test_the_variants_stand_from_the_richest_to_the_plainest(code: str) -> None:
    for key in load_language(code).tables["phrases"]:
        for style, templates in load_language(code).phrase(key).items():
            needs = [{token.name for token in template.needs} for template in templates]
            later = [b for n, a in enumerate(needs) for b in needs[n + 1 :] if a < b]
            assert later == [], (key, style)


@pytest.mark.parametrize("code", JAPANESE)
def test_other_japanese_have_the_styles_of_the_master(code: str) -> None:
    """Clock positions, wheels and short variants stand wherever Japanese has them."""
    master, mine = load_language("ja"), load_language(code)
    for key in master.tables["phrases"]:
        assert set(master.phrase(key)) <= set(mine.phrase(key)), key


TABLES = {"who": ("travellers",), "thing": ("where",)}
"""Tables of nouns that stand in the gaps; the ends of a leg have a variant without the form."""


@pytest.mark.parametrize("code", JAPANESE)
def test_every_form_that_a_phrase_asks_for_is_there(code: str) -> None:
    language = load_language(code)
    asked = {
        (token.name, token.form)
        for key in language.tables["phrases"]
        for templates in language.phrase(key).values()
        for template in templates
        for token in template.needs
        if token.form and token.form != "label"  # travellers without one go by their plain name
    }
    for name, form in asked:
        if name in {"hour", "side"}:
            assert all(form in language.hour(hour) for hour in range(1, 13)), form
        for table in TABLES.get(name, ()):
            rows = language.tables["nouns"][table]
            assert all(form in language.noun(table, key) for key in rows), (table, form)


def test_pupils_meet_only_kanji_of_the_first_six_years() -> None:
    taught = {kanji for kanji, grade in load_grades().items() if grade <= 6}
    text = "".join(one.text for one in list_said("ja-child") if not one.row.startswith("lines."))
    names = "".join(NAMES) + "小竹向原練馬区立図書館光が丘民センター"
    hard = {letter for letter in text if "一" <= letter <= "龠"} - taught - set(names)
    assert hard == set()


@pytest.mark.parametrize("code", JAPANESE)
def test_a_word_of_the_terms_is_explained_once_and_only_where_the_sentence_stays_short(
    code: str,
) -> None:
    words = Words(code)
    phrase = say("crossing_tactile_continuous")
    first, second = words.line((phrase,)), words.line((phrase,))
    explained = code == "ja-easy"
    assert first.text.count("〈") == (2 if explained else 0)
    assert "〈" not in second.text
    assert not re.search("[〈〉]", first.speech + first.kana)


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
    assert words <= set(load_language("ja").tables["nouns"][table])


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
    assert {f"{prefix}{word}" for word in words} <= set(load_language("ja").tables["phrases"])
