"""The sketch of a route: black and white, patterns and shapes, readable without seeing it."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.language import LANGUAGES
from routeguide.exchange.drawing import Drawing, Trust, draw_route
from routeguide.exchange.marks import MarkKind
from routeguide.exchange.paper import Badge, Box, Paper, Room, Spot, group_numbers, wrap
from routeguide.exchange.signs import SIGNS
from routeguide.exchange.sketch import Size, draw_sketch
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Answer
from routeguide.model.vocabulary import LiftState
from routeguide.network.overlay import lay_over
from tests.drawn import NOON
from tests.ward_network import LIFT, ask_ward, ward_network

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = re.compile(r'(?:fill|stroke)="([^"]+)"')


def trip(who: str, **more: object) -> Answer:
    return ask_ward("kotake-mukaihara", "kotake-toshokan", who, **more)  # type: ignore[arg-type]


def drawing_of(answer: Answer, language: str = "ja") -> Drawing:
    manner = Manner(language)
    words = manner.words(answer.query.traveller.group)
    return draw_route(answer, describe_answer(answer, manner=manner)[0], ward_network(), words)


def sketch_of(answer: Answer, language: str = "ja", size: Size | None = None) -> str:
    words = Manner(language).words(answer.query.traveller.group)
    return draw_sketch(drawing_of(answer, language), ward_network(), words, size=size)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sketch_is_an_image_with_title_and_description_in_every_language(language: str) -> None:
    root = ET.fromstring(sketch_of(trip("wheelchair_manual"), language))  # noqa: S314
    assert root.get("role") == "img"
    named = [root.find(f"*[@id='{key}']") for key in (root.get("aria-labelledby") or "").split()]
    assert all(node is not None and node.text for node in named)
    assert drawing_of(trip("wheelchair_manual"), language).title in (named[0].text or "")  # type: ignore[union-attr]


def test_a_sketch_needs_no_colour_and_no_style() -> None:
    svg = sketch_of(trip("white_cane"))
    assert set(COLOURS.findall(svg)) <= {"#000", "#fff", "#8c8c8c", "none"}
    assert "style=" not in svg
    assert "<style" not in svg


def test_every_trust_has_its_own_pattern_two_millimetres_wide_and_a_row_in_the_legend() -> None:
    answer = trip("wheelchair_manual")
    root = ET.fromstring(sketch_of(answer))  # noqa: S314
    drawn = {part.trust for part in drawing_of(answer).parts}
    assert drawn == {Trust.UNVERIFIED, Trust.UNTRACED}
    patterns = set()
    for trust in drawn:
        paths = root.findall(f".//{SVG}path[@class='sketch-{trust}']")
        assert {path.get("stroke-width") for path in paths} == {"2"}
        patterns |= {path.get("stroke-dasharray") for path in paths}
    assert len(patterns) == len(drawn)
    legend = texts(sketch_of(answer))
    assert {"確認できていない区間", "道すじを確認できていない区間"} <= set(legend)


def test_what_is_confirmed_is_a_whole_line_and_the_legend_does_not_call_it_unverified() -> None:
    svg = sketch_of(trip("walk"))
    assert 'class="sketch-known"' in svg
    assert "確認できていない区間" not in texts(svg)


def test_every_block_has_its_number_alone_or_with_its_neighbours() -> None:
    answer = trip("wheelchair_manual")
    found: list[int] = []
    for text in texts(sketch_of(answer)):
        if re.fullmatch(r"\d+(–\d+)?", text):
            ends = [int(part) for part in text.split("–")]
            found += range(ends[0], ends[-1] + 1)
    assert found == [s.number for s in drawing_of(answer).stretches]


@pytest.mark.parametrize("how", ["reported", "assumed"])
def test_a_lift_out_of_service_is_crossed_out_and_told(how: str) -> None:
    network = ward_network()
    if how == "reported":
        report = LiftReport(LIFT, LiftState.OUT, NOON - timedelta(hours=2), source="drawn")
        network = lay_over(network, Overlay(revision=1, as_of=NOON, outages=(report,)))
        answer = trip("walk", out=LIFT)
    else:
        answer = trip("walk", what_if=(f"{LIFT}=out",))
    words = Manner().words(answer.query.traveller.group)
    drawing = draw_route(answer, describe_answer(answer)[0], network, words)
    mark = next(m for m in drawing.marks if m.kind is MarkKind.LIFT)
    assert mark.is_out
    assert mark.text == "小竹向原駅のエレベーター: 止まっています"
    signs = "".join(SIGNS[MarkKind.LIFT](Spot(9, 9), mark))
    assert "sketch-out" in signs


def test_the_lift_that_is_ridden_belongs_to_its_block() -> None:
    drawing = drawing_of(trip("wheelchair_manual"))
    lift = next(m for m in drawing.marks if m.kind is MarkKind.LIFT)
    assert drawing.stretches[(lift.number or 0) - 1].act == "lift"
    assert not lift.is_out


def test_exits_ends_and_barriers_have_full_names() -> None:
    drawing = drawing_of(trip("white_cane"))
    names = {kind: [m.name.text for m in drawing.marks if m.kind is kind] for kind in MarkKind}
    assert names[MarkKind.START] == ["小竹向原駅"]
    assert names[MarkKind.GOAL] == ["練馬区立小竹図書館"]
    assert names[MarkKind.EXIT] == [f"小竹向原駅の出口{n}" for n in (1, 2, 3, 4)]
    assert any("階段" in name for name in names[MarkKind.BARRIER])


def test_the_doubts_of_a_drawing_are_told_with_their_metres() -> None:
    told = [part.text.text for part in drawing_of(trip("wheelchair_manual")).doubts if part.text]
    assert told == ["202メートルから758メートルまでの坂、段差、路面と幅"]


def test_everything_stays_on_the_paper() -> None:
    for who in ("wheelchair_manual", "white_cane", "walk"):
        drawing = drawing_of(trip(who))
        paper = Paper.for_line(drawing.line, 90, 50, 100)
        assert 50 <= paper.height_mm <= 100
        assert all(paper.holds(paper.at(point)) for point in drawing.line)


def test_north_is_up_and_east_is_right() -> None:
    paper = Paper.for_line([(139.65, 35.74), (139.66, 35.75)], 90, 50, 100)
    south_west, north_east = paper.at((139.65, 35.74)), paper.at((139.66, 35.75))
    assert north_east.x > south_west.x
    assert north_east.y < south_west.y


def test_numbers_that_would_cover_each_other_are_one() -> None:
    spots = [(1, Spot(10, 10)), (2, Spot(11, 10)), (3, Spot(40, 10)), (4, Spot(60, 10))]
    assert [badge.label for badge in group_numbers(spots, 4)] == ["1–2", "3", "4"]
    badges = group_numbers([(n, Spot(3.0 * n, 0)) for n in range(20)], 4)
    for a, b in pairwise(badges):
        assert a.box.shared(b.box) == 0
    assert sum(badge.last - badge.first + 1 for badge in badges) == 20


def test_a_text_is_put_where_it_covers_nothing() -> None:
    room = Room(Paper(90, 60, 0.1, (139.65, 35.74)))
    room.take(Badge(1, 1, Spot(30, 30), 4).box)
    room.take(Box(33, 20, 50, 20))
    placed = room.place(Spot(30, 30), 12, 5, 4)
    assert sum(placed.shared(box) for box in room.taken) == 0
    assert not room.is_crowded(placed)
    assert room.is_crowded(Box(34, 22, 12, 5))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("練馬区立小竹図書館", ["練馬区立小", "竹図書館"]),
        ("Kotake Library", ["Kotake", "Library"]),
        ("短い", ["短い"]),
    ],
)
def test_texts_are_broken_between_words_and_full_letters(text: str, lines: list[str]) -> None:
    assert wrap(text, 4, 21) == lines
