"""The command line: every option, every mistake told in one plain sentence, every limit echoed."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import gpxpy
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.cli import main
from routeguide.directions.limits import ROWS, say_limit
from routeguide.directions.phrase import Noun
from routeguide.directions.words import Words
from routeguide.errors import BadInput
from routeguide.model.traveller import CHOICES, NOT_OPTIONAL, RANGES, get_preset, presets
from routeguide.network import store
from routeguide.network.store import Network
from tests.drawn import draw, mapped

STATION, LIBRARY = "station:kotake-mukaihara", "facility:kotake-toshokan"
LIFT, PLANNED = "lift:kotake-mukaihara/evr", "lift:kotake-mukaihara/2"
OUTAGE = {"lift": LIFT, "state": "out", "begins": "2026-11-24T08:00:00+09:00", "source": "test"}
TWO_WAYS = """
A---B:::C---D
|           |
E-----------F
"""
"""From A to D by steps, or around without any."""

AROUND = """
A-----------B
|           |
C-----------D
"""

Run = Callable[..., Result]


@pytest.fixture
def run(ward_network: Path) -> Run:
    """Return ``run(command, *words)`` on the ward network."""
    return lambda *words: CliRunner(mix_stderr=False).invoke(
        main, [*words, "--network", str(ward_network)]
    )


@pytest.fixture
def route(run: Run) -> Run:
    """Return ``route(*options)`` from the station to the library."""
    return lambda *words: run("route", STATION, LIBRARY, *words)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[Network], Run]:
    """Return a function that puts a drawn network in place of the stored one."""

    def on(network: Network) -> Run:
        monkeypatch.setattr(store, "load_network", lambda _folder: network)
        return lambda *words: CliRunner(mix_stderr=False).invoke(main, words)

    return on


def as_json(result: Result) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(result.stdout, parse_constant=_refuse)
    return body


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} in JSON")


# -- one route ----------------------------------------------------------------


@pytest.mark.parametrize("preset", list(presets()))
def test_every_preset_is_answered_in_words(preset: str, route: Run) -> None:
    done = route("--traveller", preset)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("小竹向原駅の")
    assert "到着です" in done.stdout
    assert f"移動のしかた: {presets()[preset].name_ja}" in done.stdout


def test_places_may_be_named_by_id_by_name_or_by_position(run: Run) -> None:
    by_id = as_json(run("route", STATION, LIBRARY, "--json"))
    by_name = as_json(run("route", "小竹向原駅", "小竹図書館", "--json"))
    assert by_name["question"]["from"] == by_id["question"]["from"]
    assert by_name["routes"][0]["length_m"] == by_id["routes"][0]["length_m"]
    lon, lat = by_id["routes"][0]["geometry"]["coordinates"][-1]
    asked = run("route", STATION, f"{lat},{lon}", "--json")
    assert as_json(asked)["question"]["to"] == {"lat": lat, "lon": lon}


@pytest.mark.parametrize("key", [*RANGES, *CHOICES])
def test_every_limit_that_is_set_is_applied_and_echoed(key: str, route: Run) -> None:
    value = str(list(CHOICES[key])[-1]) if key in CHOICES else f"{sum(RANGES[key]) / 2:g}"
    done = as_json(route("--set", f"{key}={value}", "--json"))
    assert str(done["traveller"][key]) in {value, f"{float(value):.1f}" if key in RANGES else value}
    name, limit = map(Words("ja").word, say_limit(key, done["traveller"][key]))
    changed = "" if done["traveller"][key] == get_preset("walk").limits()[key] else "（変更）"
    assert f"{name} {limit}{changed}、" in route("--set", f"{key}={value}").stdout


@pytest.mark.parametrize("key", [key for key in ROWS if key not in NOT_OPTIONAL])
def test_a_limit_that_is_taken_away_is_echoed_as_taken_away(key: str, route: Run) -> None:
    words = ("--traveller", "wheelchair_manual", "--set", f"{key}=none")
    assert as_json(route(*words, "--json"))["traveller"][key] is None
    had_one = get_preset("wheelchair_manual").limits()[key] is not None
    name = Words("ja").word(Noun("limits", key))
    assert (f"{name} 条件にしない（変更）" in route(*words).stdout) == had_one


def test_limits_and_unknown_policy_of_the_preset_are_echoed_too(route: Run) -> None:
    told = route("--traveller", "wheelchair_manual").stdout
    assert "段差 2センチまで、" in told
    assert "未確認の道 なるべく避けて、知らせる" in told
    assert "（変更）" not in told


def test_a_limit_really_changes_the_way(drawn: Callable[[Network], Run]) -> None:
    run = drawn(draw(TWO_WAYS, stations="A", facilities="D"))
    ways = [
        as_json(run("route", "station:a", "facility:d", "--json", *more))["routes"][0]
        for more in ((), ("--set", "stairs=never"))
    ]
    assert [any(s["kind"] == "steps" for s in way["segments"]) for way in ways] == [True, False]


@pytest.mark.parametrize(
    ("policy", "status", "words"),
    [("warn", 0, "なるべく避けて"), ("pass", 0, "避けずに使う"), ("refuse", 3, "確認できた道だけ")],
)
def test_the_unknown_policy_decides_and_is_echoed(
    policy: str, status: int, words: str, route: Run
) -> None:
    done = route("--traveller", "wheelchair_manual", "--unknown", policy)
    assert done.exit_code == status
    assert f"未確認の道 {words}" in done.stdout


@pytest.mark.parametrize(
    "when", ["2026-11-24T09:30", "2026-11-24 09:30", "2026-11-24T00:30Z", "20261124T0930"]
)
def test_a_departure_is_echoed_in_japans_time(when: str, route: Run) -> None:
    assert "出発 2026-11-24 09:30" in route("--depart", when).stdout
    told = as_json(route("--depart", when, "--json"))["question"]["depart_at"]
    assert told in {"2026-11-24T09:30:00+09:00", "2026-11-24T00:30:00+00:00"}


def test_other_ways_are_told_with_their_reasons_or_that_there_is_none(
    drawn: Callable[[Network], Run],
) -> None:
    less_known = {"AB": {"tactile": None, "slope_pct": mapped(4)}}
    run = drawn(draw(AROUND, less_known, stations="A", facilities="B"))
    words = ("route", "station:a", "facility:b", "--traveller", "cane")
    told = run(*words, "--alternatives", "3").stdout
    assert "― 別の道1 ―" in told
    assert "坂のゆるい道です。\n最初の道より40メートル長く" in told
    assert "すすめられる別の道は、1つだけでした。" in told
    body = as_json(run(*words, "--alternatives", "3", "--json"))
    assert body["question"]["alternatives"] == 3
    assert body["routes"][1]["better_in"] == ["gentler"]
    assert "別の道" not in run(*words).stdout
    only = run("route", "station:a", "facility:b", "--alternatives", "1").stdout
    assert "すすめられる別の道は、見つかりませんでした。" in only


def test_an_assumption_is_marked_before_everything_else_and_compared(route: Run) -> None:
    done = route("--traveller", "wheelchair_manual", "--what-if", f"{LIFT}=out")
    first, *rest = done.stdout.splitlines()
    assert done.exit_code == 3
    assert first == "これは仮定の案内です。今の道の状態ではありません。"
    assert "今は道があります。この仮定では、通れると言える道がなくなります。" in rest
    assert done.stdout.count("仮定の案内") == 1
    body = as_json(route("--traveller", "wheelchair_manual", "--what-if", f"{LIFT}=out", "--json"))
    assert body["assumed"]["without"]["status"] == "ok"
    assert body["question"]["what_if"] == [f"{LIFT}=out"]


def test_a_passage_may_be_assumed_closed_by_the_key_of_an_answer(
    drawn: Callable[[Network], Run],
) -> None:
    run = drawn(draw(TWO_WAYS, stations="A", facilities="D"))
    words = ("route", "station:a", "facility:d", "--json")
    key = as_json(run(*words))["routes"][0]["segments"][0]["key"]
    other = as_json(run(*words, "--what-if", f"{key}=closed"))["routes"][0]
    assert key not in [segment["key"] for segment in other["segments"]]


def test_the_way_back_is_the_same_question_the_other_way_round(run: Run, route: Run) -> None:
    back = as_json(route("--back", "--json"))
    asked = as_json(run("route", LIBRARY, STATION, "--json"))
    assert back["question"]["from"]["place"] == LIBRARY
    assert keys_of(back) == keys_of(asked)


def keys_of(body: dict[str, Any]) -> list[str]:
    return [segment["key"] for segment in body["routes"][0]["segments"]]


def test_the_formats_hold_the_same_way(route: Run) -> None:
    when = ("--depart", "2026-11-24T09:30")
    body = as_json(route(*when, "--json"))
    assert as_json(route(*when, "--format", "json")) == body
    geojson = as_json(route(*when, "--format", "geojson"))
    gpx = gpxpy.parse(route(*when, "--format", "gpx").stdout)
    line = body["routes"][0]["geometry"]["coordinates"]
    assert geojson["features"][0]["geometry"]["coordinates"] == line
    assert [[p.longitude, p.latitude] for p in gpx.tracks[0].segments[0].points] == line


def test_a_way_that_is_not_there_ends_with_status_3_and_says_what_to_do(route: Run) -> None:
    done = route("--traveller", "wheelchair_manual", "--unknown", "refuse")
    assert (done.exit_code, done.stderr) == (3, "")
    assert "見つかりませんでした" in done.stdout
    assert "道をさえぎるもの:\n・" in done.stdout
    assert "確認できていない道も使うと" in done.stdout


def test_a_position_far_from_any_way_is_asked_back_with_status_3(run: Run) -> None:
    done = run("route", "35.74,139.67", LIBRARY)
    assert done.exit_code == 3
    assert "出発地の近くに、使える道が見つかりません。" in done.stdout
    assert re.search(r"・出発地から\d+メートル、.+（35\.\d+,139\.\d+）", done.stdout)
    nowhere = run("route", "35.79,139.66", LIBRARY).stdout
    assert "道に近い場所を選びなおしてください。" in nowhere


# -- overlay ------------------------------------------------------------------


def write(path: Path, **changes: Any) -> str:
    body = {"revision": 7, "as_of": "2026-11-24T09:00:00+09:00", **changes}
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def test_an_overlay_puts_a_lift_out_of_service_and_is_named(route: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "o.json", outages=[OUTAGE])
    done = route("--traveller", "wheelchair_manual", "--overlay", file)
    assert done.exit_code == 3
    assert "・小竹向原駅のエレベーターは止まっています。" in done.stdout
    assert "、更新 7（2026-11-24 09:00 時点）" in done.stdout
    body = as_json(route("--json", "--overlay", file))
    assert body["network"]["overlay"] == {"revision": 7, "as_of": "2026-11-24T09:00:00+09:00"}


def test_the_overlay_may_be_named_by_the_environment(
    route: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTEGUIDE_OVERLAY", write(tmp_path / "o.json"))
    assert "、更新 7" in route().stdout


def test_a_lift_that_the_network_does_not_hold_is_told_beside_the_answer(
    route: Run, tmp_path: Path
) -> None:
    file = write(tmp_path / "o.json", outages=[{**OUTAGE, "lift": "lift:kotake-mukaihara/99"}])
    done = route("--overlay", file)
    assert done.exit_code == 0
    assert "「lift:kotake-mukaihara/99」はこの道路網にありません" in done.stderr
    assert "位置不明の故障" in done.stdout


BAD_OVERLAYS: dict[str, Any] = {
    "no JSON": "{",
    "a list": [],
    "no revision": {"as_of": "2026-11-24T09:00:00+09:00"},
    "a time without an offset": {"revision": 1, "as_of": "2026-11-24T09:00:00"},
    "an unknown key": {"revision": 1, "as_of": "2026-11-24T09:00:00+09:00", "colour": "red"},
    "an outage that ends": {
        "revision": 1, "as_of": "2026-11-24T09:00:00+09:00",
        "outages": [{**OUTAGE, "ends": "2026-11-24T10:00:00+09:00"}],
    },
    "no such attribute": {
        "revision": 1, "as_of": "2026-11-24T09:00:00+09:00",
        "values": {"w1:2-3": {"wings": {"value": 1, "source": "test"}}},
    },
    "a word for a number": {
        "revision": 1, "as_of": "2026-11-24T09:00:00+09:00",
        "values": {"w1:2-3": {"step_cm": {"value": "low", "source": "test"}}},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_OVERLAYS)
def test_a_bad_overlay_is_told_with_its_file(name: str, route: Run, tmp_path: Path) -> None:
    body = BAD_OVERLAYS[name]
    file = tmp_path / "bad.json"
    file.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
    done = route("--overlay", str(file))
    assert list_wrong(done) == []
    assert "bad.json" in done.stderr


# -- the matrix ---------------------------------------------------------------


def test_a_matrix_tells_what_single_routes_tell(run: Run) -> None:
    words = ("--traveller", "wheelchair_manual")
    table = as_json(
        run("matrix", "--from", STATION, "--from", LIBRARY, "--to", LIBRARY, *words,
            "--format", "json")
    )  # fmt: skip
    single = as_json(run("route", STATION, LIBRARY, *words, "--json"))["routes"][0]
    assert table["length_m"] == [[pytest.approx(single["length_m"], abs=0.2)], [0.0]]
    assert table["duration_s"][0][0] == pytest.approx(single["duration_s"], abs=1)
    assert (
        table["traveller"] == as_json(run("route", STATION, LIBRARY, *words, "--json"))["traveller"]
    )
    assert table["hours_checked"] is False


def test_a_matrix_as_csv_holds_a_line_a_pair_and_what_it_was_asked_for(run: Run) -> None:
    done = run(
        "matrix", "--from", "stations", "--to", "facilities", "--traveller", "cane",
        "--set", "max_step_cm=none", "--set", "speed_mps=0.5", "--format", "csv",
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    froms, tos = ({row[key] for row in rows} for key in ("from", "to"))
    assert done.exit_code == 0
    assert len(rows) == len(froms) * len(tos) > 100
    assert {row["asked"] for row in rows} == {"cane speed_mps=0.5 max_step_cm=none unknown=warn"}
    assert all(row["network"] and row["overlay"] == "0" for row in rows)
    reached = [row for row in rows if row["length_m"]]
    assert reached
    assert all(int(row["minutes"]) >= 1 for row in reached)


def test_a_matrix_as_text_lists_the_nearest_first_and_echoes_every_limit(run: Run) -> None:
    done = run("matrix", "--from", STATION, "--to", "facilities", "--set", "max_step_cm=3")
    told = re.findall(r": (\d+)メートル、\d+分", done.stdout)
    assert all(int(a) <= int(b) for a, b in pairwise(told))
    assert "道なし" in done.stdout
    assert "段差 3センチまで（変更）" in done.stdout
    assert "開いている時間や、止まる予定のエレベーターは見ていません。" in done.stdout
    assert "道路網 " in done.stdout


def test_a_position_of_a_matrix_that_no_way_is_near_says_so(run: Run) -> None:
    done = run("matrix", "--from", STATION, "--to", "35.7,139.6")
    assert done.exit_code == 0
    assert "35.7,139.6: 道なし（近くに使える道がありません。）" in done.stdout


# -- mistakes -----------------------------------------------------------------


def list_wrong(done: Result) -> list[str]:
    """Return what is wrong with how a mistake was told; empty when it is told well."""
    found = []
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        found.append(f"a traceback: {done.exception!r}")
    if done.exit_code != 2:
        found.append(f"exit status {done.exit_code}")
    if done.stdout:
        found.append("an answer on standard output")
    if done.stderr.count("\n") != 1 or not re.match(r"RG\d{3}: ", done.stderr):
        found.append(f"not one numbered line: {done.stderr!r}")
    if not re.search("[ぁ-ん]", done.stderr) or "Error" in done.stderr:
        found.append(f"not Japanese: {done.stderr!r}")
    return found


MISTAKES: dict[str, tuple[list[str], str]] = {
    "a limit without a value": (["--set", "max_step_cm"], "「名前=値」の形で"),
    "a limit with an empty value": (["--set", "max_step_cm="], "none と書きます"),
    "a limit without a name": (["--set", "=3"], "「名前=値」の形で"),
    "an unknown limit": (["--set", "wings=2"], "使えるもの: max_slope_up_pct"),
    "a limit out of range": (["--set", "max_step_cm=31"], "0から30までの数"),
    "a limit that is no number": (["--set", "max_step_cm=low"], "数を書いてください"),
    "a limit that is NaN": (["--set", "max_step_cm=nan"], "0から30までの数"),
    "a limit that is infinite": (["--set", "min_width_cm=-inf"], "40から300までの数"),
    "a limit that cannot be taken away": (["--set", "stairs=none"], "空にできません"),
    "an unknown word": (["--set", "stairs=maybe"], "never、priced、allowed"),
    "an unknown preset": (["--traveller", "ghost"], "wheelchair_manual、"),
    "an unknown policy": (["--unknown", "perhaps"], "refuse、warn、pass"),
    "no moment": (["--depart", "noon"], "例: 2026-11-24T09:30"),
    "a day without a time": (["--depart", "2026-11-24"], "日と時刻"),
    "a year after all clocks": (["--depart", "9999-12-31T23:59"], "2000年から2100年"),
    "too many other ways": (["--alternatives", "4"], "0から3までの整数"),
    "no number of ways": (["--alternatives", "many"], "0から3までの整数"),
    "no assumption": (["--what-if", "rain"], "「対象=値」の形で"),
    "an unknown lift": (["--what-if", "lift:nowhere/1=open"], "あるもの: lift:"),
    "an unknown state": (["--what-if", f"{LIFT}=gone"], "open か out"),
    "an unknown passage": (["--what-if", "w1:2-3=closed"], "この道路網にありません"),
    "an unknown attribute": (["--what-if", "w1:2-3.wings=2"], "使えるもの: "),
    "eleven assumptions": (["--what-if", f"{LIFT}=out"] * 11, "10件まで"),
    "an unknown format": (["--format", "xml"], "text、yomi、speech、json、geojson、gpx"),
    "two formats": (["--json", "--format", "gpx"], "どちらかに"),
    "no such overlay": (["--overlay", "/nowhere.json"], "見つかりません"),
    "a folder as overlay": (["--overlay", "/"], "フォルダーです"),
    "an unknown option": (["--colour", "red"], "「--colour」という指定はありません"),
    "a misspelt option": (["--traveler", "cane"], "似たもの: --traveller"),
    "an option without its value": (["--depart"], "値を一つ"),
    "a word too many": (["again"], "余分な言葉があります"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_gets_one_plain_sentence_that_says_what_to_do(
    name: str, ward_network: Path
) -> None:
    words, told = MISTAKES[name]
    command = ["route", "--network", str(ward_network), STATION, LIBRARY, *words]
    done = CliRunner(mix_stderr=False).invoke(main, command)
    assert list_wrong(done) == []
    assert told in done.stderr


ENDS = {
    "an unknown place": (["station:nowhere", LIBRARY], "見つかりません"),
    "part of a name": (["小竹", LIBRARY], "似た名前: "),
    "nothing": (["", LIBRARY], "場所が書かれていません"),
    "blanks": ([" ", LIBRARY], "場所が書かれていません"),
    "the same place": ([STATION, STATION], "同じです"),
    "beyond the pole": (["99,139", LIBRARY], "例: 35.7434,139.6795"),
    "no number": (["nan,139", LIBRARY], "例: 35.7434,139.6795"),
    "another city": ([STATION, "34.7,135.5"], "15キロメートルまで"),
    "a place without a position": ([STATION, "facility:hayamiya-kumin-jimusho"], "案内できません"),
    "one end": ([STATION], "「TO」がありません"),
}


@pytest.mark.parametrize("name", ENDS)
def test_an_end_that_cannot_be_used_gets_one_plain_sentence(name: str, run: Run) -> None:
    words, told = ENDS[name]
    done = run("route", *words)
    assert list_wrong(done) == []
    assert told in done.stderr


OTHER_MISTAKES = {
    "no such command": (["rout"], "あるもの: braille、build、check、feedback、matrix、places"),
    "a matrix from nowhere": (["matrix", "--to", "facilities"], "「--from」がありません"),
    "a matrix of nothing": (["matrix", "--from", "", "--to", LIBRARY], "場所が書かれていません"),
    "an unknown format": (
        ["matrix", "--from", STATION, "--to", LIBRARY, "--format", "gpx"], "text、csv、json",
    ),
    "no port": (["serve", "--port", "0"], "1から65535までの整数"),
    "two sources": (["build", "--osm", "x.osm", "--overpass"], "同時に使えません"),
    "no such model": (["build", "--dem", "/nowhere.tif", "--no-ward"], "見つかりません"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_MISTAKES)
def test_a_mistake_with_another_command_is_told_as_well(name: str, ward_network: Path) -> None:
    words, told = OTHER_MISTAKES[name]
    more = ["--network", str(ward_network)] if words[0] == "matrix" else []
    done = CliRunner(mix_stderr=False).invoke(main, [*words, *more])
    assert list_wrong(done) == []
    assert told in done.stderr


def test_a_network_that_is_not_there_ends_with_status_1_and_says_what_to_do(tmp_path: Path) -> None:
    words = ["route", STATION, LIBRARY, "--network", str(tmp_path)]
    done = CliRunner(mix_stderr=False).invoke(main, words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("RG202: ")
    assert "routeguide build" in done.stderr


def test_a_file_that_cannot_be_written_ends_with_status_1(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    done = CliRunner(mix_stderr=False).invoke(main, ["build", "--out", str(blocked)])
    assert done.exit_code == 1
    assert "読み書きできません（" in done.stderr
    assert re.search(r"[A-Za-z]{4}", done.stderr.rpartition("（")[2]) is None


def test_help_is_there_for_every_command() -> None:
    for name in main.commands:
        done = CliRunner().invoke(main, [name, "-h"])
        assert done.exit_code == 0
        assert done.output.startswith(f"Usage: routeguide {name}")


WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["nan", "1e999", "-1", "=", "..", "lift:=", "a.b=c", "𠮷\u202e\x00\x1b[2J", "9" * 300]
    ),
    st.builds("{}={}".format, st.sampled_from([*RANGES, *CHOICES]), st.text(max_size=8)),
    st.builds("{}.{}={}".format, st.text(max_size=8), st.text(max_size=8), st.text(max_size=8)),
)
OPTIONS = ("--set", "--traveller", "--unknown", "--depart", "--alternatives", "--what-if")


def list_faults(done: Result) -> list[str]:
    """Return what no words of a caller may cause: a traceback, or a status that is not stated."""
    fault = done.exception if not isinstance(done.exception, SystemExit) else None
    wrong_status = [] if done.exit_code in {0, 2, 3} else [f"exit status {done.exit_code}"]
    return wrong_status + ([repr(fault)] if fault else [])


@settings(max_examples=80)
@given(option=st.sampled_from(OPTIONS), word=WORDS)
def test_no_words_whatever_end_in_a_traceback(option: str, word: str, small_run: Run) -> None:
    assert list_faults(small_run("route", "station:a", "facility:d", f"{option}={word}")) == []


@settings(max_examples=40)
@given(word=WORDS)
def test_no_place_whatever_ends_in_a_traceback(word: str, small_run: Run) -> None:
    assert list_faults(small_run("route", "--", word, "facility:d")) == []


@pytest.fixture(scope="module")
def small_run() -> Run:
    """Return ``run`` on one drawn network, for many questions."""
    network = draw(TWO_WAYS, stations="A", facilities="D")

    def run_it(*words: str) -> Result:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store, "load_network", lambda _folder: network)
            return CliRunner(mix_stderr=False).invoke(main, words)

    return run_it


def test_a_build_that_lets_an_error_through_is_noticed(
    small_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(_text: str) -> None:
        raise ValueError("noon")

    monkeypatch.setattr("routeguide.commands.asking.departure_of", careless)
    assert list_faults(small_run("route", "station:a", "facility:d", "--depart=noon"))


def test_a_mistake_told_in_english_or_in_many_lines_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tell(_text: str) -> None:
        raise BadInput("cannot read it\nTry again")

    monkeypatch.setattr("routeguide.commands.asking.endpoint_of", tell)
    monkeypatch.setattr(store, "load_network", lambda _folder: draw("A---B"))
    wrong = list_wrong(CliRunner(mix_stderr=False).invoke(main, ["route", "a", "b"]))
    assert len(wrong) == 2


def test_the_presets_are_listed_with_their_limits() -> None:
    done = CliRunner().invoke(main, ["travellers"])
    for preset in presets().values():
        assert f"{preset.id}  {preset.name_ja}" in done.output
    assert "max_step_cm=2" in done.output


# -- what the documents show ------------------------------------------------------

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
HALVES = dict(zip(("English", "Japanese"), README.split("\n## 日本語\n"), strict=True))


WRITERS = frozenset({"speak", "print", "braille"})
"""Commands that write a file, and tell of it beside it."""


def list_commands(text: str) -> list[list[str]]:
    """Return the commands of ours that a document shows, as words."""
    lines = re.findall(r"^\.venv/bin/routeguide (.+)$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def list_options(text: str) -> list[list[str]]:
    """Return the additions to the first question that a document shows in a table."""
    return [shlex.split(row) for row in re.findall(r"^\| `(--[^`]+)` \|", text, re.MULTILINE)]


@pytest.fixture
def here(ward_network: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the overlay of the manual and the ward network."""
    manual = (ROOT / "docs" / "operations.md").read_text("utf-8")
    [example] = re.findall(r"```json\n(.*?)```", manual, re.DOTALL)
    (tmp_path / "changes.json").write_text(example, encoding="utf-8")
    (tmp_path / "graphdata").mkdir()
    (tmp_path / "graphdata" / "built").symlink_to(ward_network)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("half", HALVES)
def test_every_command_and_option_of_the_readme_works(half: str, here: Path) -> None:
    commands = list_commands(HALVES[half])
    assert {words[0] for words in commands} == {
        "route", "matrix", "places", "reachable", "check", *WRITERS,
    }  # fmt: skip
    options = list_options(HALVES[half])
    assert len(options) == 12
    question = next(words for words in commands if words[0] == "route")
    for words in [*commands, *(question + more for more in options)]:
        done = CliRunner(mix_stderr=False).invoke(main, words)
        no_way = {"refuse", "lift:kotake-mukaihara/evr=out"} & set(words)
        assert done.exit_code == (3 if no_way else 0), (words, done.stderr)
        if words[0] in WRITERS:
            assert (here / words[words.index("--out") + 1]).stat().st_size > 0
            continue
        assert done.stderr == "", words
        assert done.stdout


def test_the_readme_says_the_same_in_both_languages() -> None:
    assert list_commands(HALVES["English"]) == list_commands(HALVES["Japanese"])
    assert list_options(HALVES["English"]) == list_options(HALVES["Japanese"])


def test_the_readme_shows_every_option_of_a_route() -> None:
    shown = {more[0] for more in list_options(README)}
    shown |= {word for words in list_commands(README) for word in words if word.startswith("--")}
    route = main.commands["route"]
    options = {one.opts[-1] for one in route.params if one.opts[-1].startswith("--")}
    assert options - shown == {"--network", "--json"}
    assert "`--json`" in README
