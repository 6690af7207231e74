"""The JSON of an answer: the shape of the API, strict, with bounds and evidence."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.exchange import answer_json, segment_json
from routeguide.exchange.answer_json import answer_to_json, write_json
from routeguide.model.attributes import ATTRIBUTES
from routeguide.model.route import Answer, Blocker, Outcome, Where
from routeguide.model.vocabulary import Evidence, Kerb, Kind
from routeguide.network.draft import Draft
from routeguide.routing.plan import find_route
from routeguide.routing.relevance import relevant_kinds
from tests.drawn import JST, ask, draw, draw_draft, fact, known, mapped, network_of
from tests.random_networks import drafts

INFO = {"version": "v1", "built_at": None, "sources": []}
TOP = {"status", "network", "traveller", "notices", "routes", "blockers", "nearest_reachable"}
ROUTE = {
    "label", "length_m", "duration_s", "evidence_m", "summary", "reasons", "geometry", "segments",
    "blocks",
}  # fmt: skip
SEGMENT = {"kind", "length_m", "geometry", "attributes", "unverified", "osm"}
BLOCK = {"text", "speech", "caution", "note", "distance_m", "clock", "maneuver", "at"}
BLOCKER = {"at", "where", "attribute", "value", "limit", "source", "checked_on", "relaxation"}
ATTRIBUTE = {"value", "bound", "evidence", "checked_on", "source"}


def answer_of(text: str, goal: str, who: str = "wheelchair_manual", **more: Any) -> Answer:
    network = draw(text, more.pop("values", None), stations="A", facilities=goal, **more)
    return find_route(network, ask("A", goal, who))


def to_strict_json(answer: Answer) -> dict[str, Any]:
    """Return the answer after a trip through strict JSON.

    Raises:
        ValueError: it holds NaN or an infinity.
    """
    text = json.dumps(answer_to_json(answer, network_info=INFO), allow_nan=False)
    body: dict[str, Any] = json.loads(text)
    return body


def written(answer: Answer) -> str:
    """Return the answer as the API writes it."""
    return write_json(answer, network_info=INFO)


def as_values(answer: Answer) -> str:
    """Return the answer written from its values, at once."""
    return json.dumps(answer_to_json(answer, network_info=INFO), ensure_ascii=False)


def attributes_of(values: dict[str, Any], who: str = "wheelchair_manual") -> dict[str, Any]:
    body = to_strict_json(answer_of("A---B", "B", who, values={"AB": values}))
    found: dict[str, Any] = body["routes"][0]["segments"][0]["attributes"]
    return found


def test_an_answer_has_the_shape_of_the_api() -> None:
    body = to_strict_json(answer_of("A---B++C---D", "D"))
    [route] = body["routes"]
    assert set(body) >= TOP
    assert set(route) >= ROUTE
    assert all(set(segment) >= SEGMENT for segment in route["segments"])
    assert all(set(block) >= BLOCK for block in route["blocks"])
    assert set(route["evidence_m"]) == {"survey", "mapped", "inferred", "unknown"}
    assert body["status"] == "ok"
    assert body["network"] == {
        **INFO, "version": "drawn-network-00", "overlay": {"revision": 0, "as_of": None},
    }  # fmt: skip


def test_the_question_and_the_limits_really_applied_are_echoed() -> None:
    answer = answer_of("A---B", "B")
    body = to_strict_json(answer)
    question = body["question"]
    assert (question["from"]["place"], question["to"]["place"]) == ("station:a", "facility:b")
    assert question["unknown"] == str(answer.query.unknown)
    assert question["depart_at"] == answer.query.depart_at.isoformat()
    assert body["traveller"] == answer.query.traveller.limits()


def test_the_line_of_a_route_is_that_of_its_segments() -> None:
    [route] = to_strict_json(answer_of("A---B++C---D", "D"))["routes"]
    line: list[list[float]] = []
    for segment in route["segments"]:
        points = segment["geometry"]["coordinates"]
        assert not line or line[-1] == points[0]
        line += points[bool(line) :]
    assert route["geometry"] == {"type": "LineString", "coordinates": line}


@pytest.mark.parametrize(
    ("low", "high", "value", "bound"),
    [
        (150, 150, 150, "exact"),
        (120, math.inf, 120, "min"),
        (-math.inf, 200, 200, "max"),
        (100, 180, None, [100, 180]),
    ],
)
def test_a_bound_is_exact_min_max_or_both(
    low: float, high: float, value: float | None, bound: object
) -> None:
    found = attributes_of({"width_cm": mapped(low, high)}, "stroller")["width_cm"]
    assert set(found) >= ATTRIBUTE
    assert (found["value"], found["bound"]) == (value, bound)


def test_what_matters_and_is_not_known_is_null_and_what_is_known_is_listed() -> None:
    found = attributes_of({"width_cm": None, "lit": fact("yes")})
    assert found["width_cm"] is None
    assert found["lit"]["value"] == "yes"
    assert "handrail" in found
    assert "cross_slope_pct" not in found


def test_a_value_carries_its_evidence_source_and_date() -> None:
    day = date(2026, 5, 1)
    surveyed = known(Evidence.SURVEY, 150, checked_on=day)
    found = attributes_of({"width_cm": surveyed})["width_cm"]
    assert (found["evidence"], found["checked_on"], found["source"]) == (
        "survey", "2026-05-01", "drawn",
    )  # fmt: skip


def blocked(**changes: Any) -> Answer:
    answer = answer_of("A---B", "B", values={"AB": {"step_cm": mapped(12)}})
    assert answer.status is Outcome.NO_ROUTE
    return replace(answer, blockers=(replace(answer.blockers[0], **changes),))


def test_no_route_tells_what_stands_in_the_way_and_what_to_do() -> None:
    body = to_strict_json(blocked())
    [blocker] = body["blockers"]
    assert set(blocker) >= BLOCKER
    assert (blocker["attribute"], blocker["value"], blocker["limit"]) == ("step_cm", 12, 2)
    assert (body["status"], body["routes"]) == ("no_route", [])
    assert body["summary"].endswith("。")


@pytest.mark.parametrize(
    ("value", "told"),
    [((3.0, math.inf), [3.0, None]), (math.inf, None), (Kerb.RAISED, "raised"), ([1, 2], [1, 2])],
)
def test_a_blockers_value_is_strict_json(value: object, told: object) -> None:
    blocker = Blocker((139.0, 35.0), Where("street"), "width_cm", value, None)
    row = answer_json._blocker(blocker, lambda place: place.thing)
    assert row["value"] == told
    assert type(row["value"]) in {list, str, type(None)}
    json.dumps(row, allow_nan=False)


def test_a_lift_of_which_no_state_is_known_has_none() -> None:
    answer = answer_of("A---B~~~C---D", "D")
    [route] = answer.routes
    segments = tuple(replace(s, lift_state=None, passage=lift(s.passage)) for s in route.segments)
    told = replace(answer, routes=(replace(route, segments=segments),))
    rows = [s["lift"] for s in to_strict_json(told)["routes"][0]["segments"]]
    assert {row["state"] for row in rows} == {None}


def lift(passage: Any) -> Any:
    return replace(passage, lift_id="lift:x")


def test_the_plain_way_is_compared_where_it_is_another() -> None:
    [route] = to_strict_json(answer_of("A:::B\n|   |\nC---D", "B"))["routes"]
    difference = route["difference"]
    assert difference["plain"]["length_m"] < route["length_m"]
    assert difference["extra_m"] == pytest.approx(
        route["length_m"] - difference["plain"]["length_m"], abs=0.2
    )
    assert [row["attribute"] for row in difference["avoided"]] == ["kind"]
    [plain] = to_strict_json(answer_of("A---B", "B", "walk"))["routes"]
    assert plain["difference"] is None


@settings(max_examples=60)
@given(drafts(mild=True), st.sampled_from(["wheelchair_manual", "white_cane", "cane", "walk"]))
def test_every_answer_is_strict_json_and_lists_what_matters(draft: Draft, who: str) -> None:
    answer = find_route(network_of(draft), ask("A", "L", who))
    body = to_strict_json(answer)
    assert written(answer) == as_values(answer)
    wanted = relevant_kinds(answer.query.traveller)
    for route in body["routes"]:
        for row in route["segments"]:
            relevant = {name for name, kinds in wanted.items() if row["kind"] in kinds}
            assert relevant | set(row["unverified"]) <= set(row["attributes"])
            assert set(row["attributes"]) <= {attribute.name for attribute in ATTRIBUTES}


def test_a_build_that_lets_an_infinity_through_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answer_of("A---B", "B", "stroller", values={"AB": {"width_cm": mapped(150, math.inf)}})
    to_strict_json(answer)
    monkeypatch.setattr(
        segment_json, "known_to_json", lambda known: {"value": getattr(known, "high", None)}
    )
    for write in (to_strict_json, written):
        with pytest.raises(ValueError, match="JSON compliant"):
            write(answer)


LATE = datetime(2026, 11, 24, 23, 59, 40, tzinfo=JST)


@pytest.mark.parametrize("who", ["wheelchair_manual", "white_cane", "walk"])
def test_what_is_written_in_pieces_is_what_the_values_give(who: str) -> None:
    """Past midnight, over a lift and a kerb, with names and slopes, and back."""
    draft = draw_draft(
        "A---B=====C~D++E--F",
        {
            "AB": {"slope_pct": mapped(2.5), "width_cm": mapped(150, math.inf)},
            "BC": {"surface": fact("smooth", Evidence.SURVEY, date(2026, 5, 1))},
        },
        points={"E": {"kerb": fact("flush"), "step_cm": mapped(1)}},
        stations="A",
        facilities="F",
    )
    for edge in draft.edges.values():
        if edge.kind is Kind.STREET:
            edge.names["ja"] = '"目白"通り'
    network, query = network_of(draft), ask("A", "F", who)
    for one in (query, query.back()):
        answer = find_route(network, replace(one, depart_at=LATE))
        assert answer.routes
        text = written(answer)
        assert text == as_values(answer)
        assert all(at in text for at in ('"2026-11-24T23:59:40+09:00"', '"2026-11-25T00:0'))


def test_a_writer_that_knows_values_by_their_names_alone_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values = {"AB": {"width_cm": mapped(150)}, "BC": {"width_cm": mapped(180)}}
    network = draw("A---B---C", values, stations="A", facilities="C")
    answer = find_route(network, ask("A", "C", "wheelchair_manual"))
    assert written(answer) == as_values(answer)
    monkeypatch.setattr(segment_json, "id", lambda _: 0, raising=False)
    assert written(answer) != as_values(answer)
