"""The overlay file: what each part does to the answers, and how a bad one is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from routeguide.errors import BadInput
from routeguide.exchange.overlay_json import read_overlay
from routeguide.model.overlay import Overlay
from routeguide.model.route import Answer, Outcome
from routeguide.network.overlay import lay_over
from routeguide.routing.plan import find_route
from tests.drawn import ask, at, draw
from tests.exchange.answers import LIFT

HEAD: dict[str, Any] = {"revision": 3, "as_of": "2026-11-24T09:00:00+09:00"}
OUT = {"lift": "lift:bc", "state": "out", "begins": "2026-11-24T08:10:00+09:00", "source": "x"}
PLANNED = {**OUT, "state": "planned", "ends": "2026-11-24T18:00:00+09:00"}
AB, DF = "w6566:65-66", "w6870:68-70"


def read(folder: Path, **body: Any) -> Overlay:
    path = folder / "overlay.json"
    path.write_text(json.dumps({**HEAD, **body}), encoding="utf-8")
    return read_overlay(path)


def answer(overlay: Overlay, who: str = "wheelchair_manual") -> Answer:
    network = draw(LIFT, stations="A", facilities="D")
    return find_route(lay_over(network, overlay), ask("A", "D", who))


def test_an_empty_overlay_changes_nothing_but_the_stamp(tmp_path: Path) -> None:
    one = answer(read(tmp_path))
    assert one.status is Outcome.OK
    assert one.overlay_revision == 3
    assert one.overlay_as_of is not None
    assert one.overlay_as_of.isoformat() == "2026-11-24T09:00:00+09:00"


@pytest.mark.parametrize("report", [OUT, PLANNED], ids=["out", "planned"])
def test_an_outage_takes_the_lift_out_of_every_way(report: dict[str, str], tmp_path: Path) -> None:
    assert answer(read(tmp_path, outages=[report])).status is Outcome.NO_ROUTE


def test_a_confirmed_lift_is_told_as_confirmed(tmp_path: Path) -> None:
    one = answer(read(tmp_path, outages=[{**PLANNED, "state": "confirmed"}]))
    [state] = {s.lift_state for s in one.routes[0].segments if s.lift_state}
    assert str(state) == "confirmed"


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ({"value": 12, "source": "x"}, Outcome.NO_ROUTE),
        ({"value": [3, 12], "source": "x"}, Outcome.NO_ROUTE),
        ({"value": 1.5, "source": "x", "evidence": "mapped"}, Outcome.OK),
        (None, Outcome.OK),
    ],
)
def test_an_observed_value_decides_and_null_takes_one_away(
    value: dict[str, Any] | None, status: Outcome, tmp_path: Path
) -> None:
    one = answer(read(tmp_path, values={AB: {"step_cm": value}}))
    assert one.status is status
    if value is None:
        assert "step_cm" in one.routes[0].segments[0].unverified


def test_a_closed_passage_is_passed_by_nobody_and_an_opened_one_again(tmp_path: Path) -> None:
    assert answer(read(tmp_path, closed=[AB])).status is Outcome.NO_ROUTE
    assert answer(read(tmp_path, closed=[AB]), "walk").status is Outcome.OK
    assert answer(read(tmp_path, opened=["lift:bc"])).status is Outcome.OK


def test_an_added_passage_is_a_way(tmp_path: Path) -> None:
    row = {
        "key": "ward:bridge", "from": "A", "to": "D", "kind": "footbridge", "name": "新しい橋",
        "line": [at(0, 0), at(12, 0)], "values": {"access": {"value": "yes", "source": "x"}},
    }  # fmt: skip
    one = answer(read(tmp_path, added=[row], outages=[OUT]))
    assert [segment.passage.key for segment in one.routes[0].segments] == ["ward:bridge"]
    assert one.routes[0].length_m == pytest.approx(120, abs=1)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown key": ({"colour": 1}, "colour: この項目はありません。"),
    "revision 0": ({"revision": 0}, "revision: 1以上にしてください。"),
    "a revision in words": ({"revision": "three"}, "revision: 整数にしてください。"),
    "a time without offset": ({"as_of": "2026-11-24T09:00:00"}, "as_of: 時差も書いてください"),
    "no time": ({"as_of": "now"}, "as_of: 日時（例: 2026-11-24T09:30+09:00）にしてください。"),
    "an outage that ends": ({"outages": [{**PLANNED, "state": "out"}]}, "out には終わり（ends）を"),
    "a plan without an end": ({"outages": [{**OUT, "state": "planned"}]}, "confirmed には書きます"),
    "an end before the beginning": (
        {"outages": [{**PLANNED, "ends": "2026-11-24T08:00:00+09:00"}]}, "より後にしてください。",
    ),
    "a state of no lift": ({"outages": [{**OUT, "state": "gone"}]}, "次のどれかにしてください"),
    "no id of a lift": ({"outages": [{**OUT, "lift": "exit:x"}]}, "lift: 形が正しくありません"),
    "no such attribute": ({"values": {AB: {"wings": None}}}, "属性「wings」はありません。"),
    "a value without a source": (
        {"values": {AB: {"step_cm": {"value": 1}}}}, "source: 書いてください。",
    ),
    "a word for a number": (
        {"values": {AB: {"step_cm": {"value": "low", "source": "x"}}}}, "step_cm: 数を書いて",
    ),
    "a number for a word": (
        {"values": {AB: {"surface": {"value": 1, "source": "x"}}}}, "surface: 語を書いて",
    ),
    "an unknown word": (
        {"values": {AB: {"surface": {"value": "ice", "source": "x"}}}}, "smooth、firm、",
    ),
    "the greater number first": (
        {"values": {AB: {"step_cm": {"value": [3, 1], "source": "x"}}}}, "小さい数を先に",
    ),
    "a line of one point": (
        {"added": [{"key": "x", "from": "A", "to": "B", "kind": "footway", "line": [[139, 35]]}]},
        "line: 2個以上にしてください。",
    ),
    "latitude before longitude": (
        {"added": [{"key": "x", "from": "A", "to": "B", "kind": "footway",
                    "line": [[35.7, 139.6], [35.8, 139.6]]}]},
        "90以下にしてください。",
    ),
    "no kind of passage": (
        {"added": [{"key": "x", "from": "A", "to": "B", "kind": "rope",
                    "line": [[139, 35], [139, 36]]}]},
        "kind: 次のどれかにしてください",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_overlay_is_told_in_japanese_where_and_what(name: str, tmp_path: Path) -> None:
    body, told = BAD[name]
    with pytest.raises(BadInput) as caught:
        read(tmp_path, **body)
    message = caught.value.message
    assert told in message
    assert "\n" not in message
    assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{2,}", message), "English in the sentence"


def test_every_finding_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"revision: .*colour: "):
        read(tmp_path, revision=0, colour=1)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[]", b'"x"', b"[" * 50_000])
def test_what_is_no_json_object_is_refused_with_its_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "overlay.json"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"overlay\.json"):
        read_overlay(path)


def test_the_example_of_the_manual_can_be_read_and_does_what_it_says(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
    [example] = re.findall(r"```json\n(.*?)```", manual, re.DOTALL)
    path = tmp_path / "overlay.json"
    path.write_text(example, encoding="utf-8")
    overlay = read_overlay(path)
    assert overlay.outages
    assert overlay.values
    assert overlay.closed
    assert overlay.opened
    assert overlay.added
