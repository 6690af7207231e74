"""``routeguide places`` and ``routeguide reachable``: what is found and reached, and mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from routeguide.cli import main
from routeguide.exchange.place_answers import PlacesAnswer
from routeguide.exchange.reach_geojson import ReachAnswer

Run = Callable[..., Result]
STATION = "station:kotake-mukaihara"


@pytest.fixture
def run(ward_network: Path) -> Run:
    def invoke(*words: str) -> Result:
        return CliRunner(mix_stderr=False).invoke(main, [*words, "--network", str(ward_network)])

    return invoke


def test_a_place_is_found_by_its_reading(run: Run) -> None:
    done = run("places", "kotake toshokan")
    assert done.exit_code == 0
    assert done.stdout.startswith("練馬区立小竹図書館（facility:kotake-toshokan）")


def test_unknown_is_listed_apart_and_never_as_yes(run: Run) -> None:
    done = run("places", "--near", STATION, "--need", "wheelchair_toilet", "--within", "900")
    yes, _, unknown = done.stdout.partition("確認できていない場所")
    assert "不明" not in yes
    assert "あり" in yes
    assert "facility:kotake-toshokan" in unknown
    assert "車いすで使えるトイレ: 不明" in unknown


def test_a_position_and_kinds_are_taken_and_told_as_json(run: Run) -> None:
    done = run(
        "places", "--near", "35.7434,139.6795", "--kind", "library", "--limit", "2", "--json"
    )
    answer = PlacesAnswer.model_validate(json.loads(done.stdout))
    assert [row.id for row in answer.places][:1] == ["facility:kotake-toshokan"]
    assert len(answer.places) == 2 < answer.total


def test_bands_tell_metres_what_is_not_confirmed_and_facilities(run: Run) -> None:
    words = ("reachable", STATION, "--metres", "300", "--metres", "1500")
    done = run(*words, "--traveller", "wheelchair_manual", "--depart", "2026-11-24T10:00")
    assert done.exit_code == 0
    assert "300メートルまで: 道 " in done.stdout
    assert "確認できていない道 100%" in done.stdout
    assert "facility:kotake-toshokan" in done.stdout.split("1500メートルまで")[1]


def test_reach_comes_as_geojson(run: Run) -> None:
    done = run("reachable", STATION, "--minutes", "10", "--shape", "streets", "--json")
    answer = ReachAnswer.model_validate(json.loads(done.stdout))
    assert answer.features[0].geometry is not None
    assert answer.features[0].geometry["type"] == "MultiLineString"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["places", "ぬるぽ"], 3, ""),
        (["places", "--need", "wings"], 2, "「wings」は選べません"),
        (["places", "--kind", "castle"], 2, "「castle」は選べません"),
        (["places", "--near", "nowhere"], 2, "見つかりません"),
        (["places", "--limit", "0"], 2, "0"),
        (["reachable", STATION], 2, "どちらかを指定してください"),
        (["reachable", STATION, "--minutes", "5", "--metres", "100"], 2, "どちらか"),
        (["reachable", "35.70,139.60", "--minutes", "5"], 2, "近くに使える道がありません"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    run: Run, words: list[str], status: int, said: str
) -> None:
    done = run(*words)
    assert done.exit_code == status, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_stations_and_a_kind_of_facilities_are_found_together(run: Run) -> None:
    words = ("--kind", "station", "--kind", "library", "--near", STATION, "--limit", "3")
    done = run("places", *words)
    assert STATION in done.stdout
    assert "facility:kotake-toshokan" in done.stdout
    assert "学校" not in done.stdout
