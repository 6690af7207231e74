"""Writing, reading, refusing and checking networks."""

from __future__ import annotations

import json
import mmap
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from routeguide.cli import main
from routeguide.errors import BuildRefused, NetworkDamaged, NetworkMissing
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Evidence
from routeguide.network import build, write
from routeguide.network.build import BuildInput, build_network
from routeguide.network.draft import Draft
from routeguide.network.extract import Extract, RawWay
from routeguide.network.store import find_current, load_network
from tests.drawn import TODAY, at, draw, fact, network_of
from tests.random_networks import drafts

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def town(streets: int = 20, *, dated: bool = False, name: str = "drawn") -> Extract:
    """Return a row of joined streets."""
    extract = Extract(kind="osm-file", name=name, sha256=f"{streets}{name}")
    extract.lonlat = {n: at(2 * n, 0) for n in range(streets + 1)}
    day = date(2025, 1, 1) if dated else None
    extract.ways = [
        RawWay(100 + n, (n, n + 1), {"highway": "residential", "surface": "asphalt"}, day)
        for n in range(streets)
    ]
    return extract


def made(folder: Path, extract: Extract | None = None, *, force: bool = False) -> Path:
    return build_network(BuildInput(extract or town(), None), folder, now=NOW, force=force)


def test_the_same_input_gives_the_same_directory_with_the_same_bytes(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a"), made(tmp_path / "b")
    assert first.name == second.name
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_another_source_gives_another_network(tmp_path: Path) -> None:
    assert made(tmp_path).name != made(tmp_path, town(name="other")).name


def test_the_pointer_names_the_newest_network_and_remembers_the_one_before(tmp_path: Path) -> None:
    first = made(tmp_path)
    second = made(tmp_path, town(25))
    pointer = json.loads((tmp_path / "current").read_text())
    assert (pointer["network"], pointer["previous"]) == (second.name, first.name)
    assert find_current(tmp_path) == second
    assert find_current(first) == first
    assert load_network(tmp_path).built_at == NOW
    assert load_network(first).built_at is None


def test_an_error_while_writing_leaves_the_old_network_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    real = write._write_synced

    def fail(path: Path, blob: bytes) -> None:
        if path.name == "manifest.json":
            raise OSError("disk full")
        real(path, blob)

    monkeypatch.setattr(write, "_write_synced", fail)
    with pytest.raises(OSError, match="disk full"):
        made(tmp_path, town(25))
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert find_current(tmp_path) == first


def test_a_build_that_loses_more_than_a_tenth_is_refused_unless_forced(tmp_path: Path) -> None:
    first = made(tmp_path)
    made(tmp_path, town(19))
    with pytest.raises(BuildRefused, match="--force"):
        made(tmp_path, town(10))
    assert find_current(tmp_path) != first
    assert made(tmp_path, town(10), force=True) == find_current(tmp_path)


def test_a_build_of_another_kind_of_source_is_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path)
    monkeypatch.setitem(build.__dict__, "_manifest", _other_kind(build._manifest))
    assert made(tmp_path, town(3))


def _other_kind(real: object) -> object:
    return lambda *args: {**real(*args), "source_kind": "else"}  # type: ignore[operator]


def test_nothing_to_build_from_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildRefused, match="--osm"):
        build_network(BuildInput(None, None), tmp_path)


@pytest.mark.parametrize(
    ("dated", "flag", "ids"),
    [(False, None, "synthetic"), (True, None, "real"), (False, "real", "real"),
     (True, "synthetic", "synthetic")],
)  # fmt: skip
def test_ids_count_as_synthetic_unless_every_way_is_dated_or_the_flag_says_otherwise(
    dated: bool, flag: str | None, ids: str, tmp_path: Path
) -> None:
    source = BuildInput(town(dated=dated), None, osm_ids=flag)
    assert load_network(build_network(source, tmp_path)).manifest["osm_ids"] == ids


def is_mapped(column: object) -> bool:
    """Tell whether an array's memory is a mapped file."""
    while column is not None and not isinstance(column, mmap.mmap):
        column = getattr(column, "base", None)
    return column is not None


def test_columns_are_memory_mapped_and_never_pickled(tmp_path: Path) -> None:
    network = load_network(made(tmp_path))
    assert all(is_mapped(column) for column in network.columns.values())
    assert not is_mapped(np.zeros(3))
    for path in (network.folder or tmp_path).glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_a_missing_or_damaged_network_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NetworkMissing, match="routeguide build"):
        load_network(tmp_path)
    folder = made(tmp_path)
    (folder / "edge_key.npy").unlink()
    with pytest.raises(NetworkDamaged, match="壊れています"):
        load_network(folder)
    (folder / "manifest.json").write_text("{")
    with pytest.raises(NetworkDamaged, match="壊れています"):
        load_network(folder)


def test_a_network_of_another_format_is_told(tmp_path: Path) -> None:
    folder = made(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(NetworkDamaged, match="別の形式"):
        load_network(folder)


@pytest.mark.parametrize("spoilt", ['{"format": 1', "[]", "{}", None])
def test_a_network_of_another_format_or_a_damaged_one_is_mended_by_building_again(
    spoilt: str | None, tmp_path: Path
) -> None:
    folder = made(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    text = json.dumps({**manifest, "format": 99}) if spoilt is None else spoilt
    (folder / "manifest.json").write_text(text)
    (folder / "edge_key.npy").unlink()
    assert load_network(made(tmp_path)).edge_count > 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_network_of_another_format_is_still_compared_with(tmp_path: Path) -> None:
    folder = made(tmp_path, town(9))
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 1}))
    with pytest.raises(BuildRefused, match="減る"):
        made(tmp_path, town(3))


@settings(max_examples=40)
@given(drafts())
def test_every_value_comes_back_from_the_columns_as_it_went_in(draft: Draft) -> None:
    network = network_of(draft)
    for key, edge in draft.edges.items():
        row, backward = network.find_edge(key) or (-1, False)
        passage = network.passage(row, backward=backward)
        assert dict(passage.values) == dict(edge.values)
        assert (passage.kind, passage.from_key, passage.to_key) == (
            edge.kind, edge.start, edge.end,
        )  # fmt: skip
        assert passage.lift_id == edge.lift_id
    for key, values in draft.points.items():
        if values:
            point = network.point(network.find_node(key) or 0)
            assert point is not None
            assert dict(point.values) == dict(values)


def test_a_value_keeps_source_date_bounds_and_evidence() -> None:
    known = Measure(1.5, 3.25, Evidence.SURVEY, "ward:KOG20", date(2026, 5, 3))
    network = draw("A---B", {"AB": {"step_cm": known}})
    assert network.passage(0).values["step_cm"] == known
    assert network.passage(0, backward=True).values["step_cm"] == known


def test_a_value_that_outlived_its_shelf_life_is_to_be_confirmed() -> None:
    for age, evidence in ((3 * 365, Evidence.SURVEY), (5 * 365, Evidence.EXPIRED)):
        day = TODAY - timedelta(days=age)
        network = draw("A---B", {"AB": {"surface": fact("smooth", Evidence.SURVEY, day)}})
        known = network.passage(0).values["surface"]
        assert isinstance(known, Fact)
        assert known.evidence is evidence


def test_an_undated_mapped_value_does_not_expire() -> None:
    known = draw("A---B", {"AB": {"surface": fact("smooth")}}).passage(0).values["surface"]
    assert known.evidence is Evidence.MAPPED


# -- the command line ------------------------------------------------------------


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_check_shows_the_report_and_fails_when_a_place_is_lost(tmp_path: Path) -> None:
    folder = made(tmp_path)
    status, text = run("check", str(tmp_path))
    assert status == 0
    assert "未確認の割合" in text
    report = json.loads((folder / "report.json").read_text())
    before = tmp_path / "before"
    other = made(before, town(22))
    changed = {**json.loads((other / "report.json").read_text())}
    changed["reachable"] = [*report["reachable"], "facility:lost"]
    (other / "report.json").write_text(json.dumps(changed))
    status, text = run("check", str(folder), "--against", str(other))
    assert status == 1
    assert "facility:lost" in text


def test_a_folder_that_cannot_be_written_ends_in_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    status, text = run("build", "--out", str(blocked / "built"))
    assert status == 1
    assert "読み書きできません" in text


def test_check_can_speak_json(tmp_path: Path) -> None:
    made(tmp_path)
    status, text = run("check", str(tmp_path), "--json")
    assert status == 0
    assert json.loads(text)["counts"]["nodes"] == 21


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("build", "--osm", "nowhere.osm.pbf", "--no-ward"), "見つかりません"),
     (("build", "--osm", "x", "--overpass"), "同時に使えません"),
     (("build", "--no-ward"), "--osm か --ward"),
     (("build", "--ward", "nowhere"), "読めません"),
     (("build", "--dem", "nowhere.tif"), "見つかりません"),
     (("check", "nowhere"), "ありません")],
)  # fmt: skip
def test_bad_input_ends_in_a_sentence_and_never_in_a_traceback(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    extra = ("--out", str(tmp_path)) if words[0] == "build" else ()
    status, text = run(*words, *extra)
    assert status in {1, 2}
    assert sentence in text
    assert "Traceback" not in text
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"not a map", b"\x00\x00\x00\x0d\x0a\x09OSMHeader"])
def test_a_file_that_is_no_map_ends_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(content)
    status, text = run("build", "--osm", str(path), "--no-ward", "--out", str(tmp_path / "out"))
    assert status == 1
    assert "town.osm.pbf" in text
    assert not (tmp_path / "out").exists()


def test_the_ward_network_is_built_and_asked_on_the_command_line(tmp_path: Path) -> None:
    status, _ = run("build", "--out", str(tmp_path))
    assert status == 0
    ask = ("route", "小竹向原駅", "小竹図書館", "--network", str(tmp_path))
    status, text = run(*ask, "--traveller", "wheelchair_manual")
    assert status == 0
    assert "エレベーター" in text
    status, text = run(*ask, "--traveller", "wheelchair_manual", "--json")
    answer = json.loads(text)
    assert answer["status"] == "ok"
    assert answer["traveller"]["max_step_cm"] == 2
    status, text = run(*ask, "--traveller", "wheelchair_manual", "--unknown", "refuse")
    assert status == 3
    assert "確認できていません" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("nowhere", "小竹図書館"), "見つかりません"), (("小竹向原", "小竹向原"), "同じです"),
     (("小竹向原", "小竹図書館", "--traveller", "ghost"), "移動のしかた"),
     (("小竹向原", "小竹図書館", "--set", "max_step_cm=99"), "0から30"),
     (("小竹向原", "小竹図書館", "--set", "wings=2"), "設定はありません"),
     (("小竹向原", "小竹図書館", "--set", "nonsense"), "名前=値"),
     (("小竹向原", "小竹図書館", "--depart", "noon"), "日時"),
     (("99,999", "小竹図書館"), "緯度"), (("34,135", "小竹図書館"), "15キロ"),
     (("小竹向原", "facility:hayamiya-kumin-jimusho"), "道順は案内できません")],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_says_what_to_do(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    run("build", "--out", str(tmp_path))
    status, text = run("route", *words, "--network", str(tmp_path))
    assert status == 2
    assert sentence in text
