"""The ward layer: schema, confidence, references, and the facts it was authored from."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from routeguide.errors import WardDataError
from routeguide.model.place import Place, PlaceKind
from routeguide.model.vocabulary import Evidence, Status
from routeguide.network import ward_files
from routeguide.network.ward import WardLayer, load_ward

WARD = Path(__file__).parents[2] / "graphdata" / "ward"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def layer() -> WardLayer:
    return load_ward(WARD, today=TODAY)


@pytest.fixture(scope="module")
def facts(real_data: Callable[[str], Path]) -> dict[str, Any]:
    folder = real_data("SOURCE.md").parents[1] / "facts"
    return json.loads((folder / "nerima-facts.json").read_text("utf-8"))


def place(layer: WardLayer, place_id: str) -> Place:
    return next(p for p in layer.places if p.id == place_id)


def broken(tmp_path: Path, name: str, change: Callable[[Any], None]) -> Path:
    folder = tmp_path / "ward"
    if not folder.exists():
        shutil.copytree(WARD, folder)
    content = json.loads((folder / name).read_text("utf-8"))
    change(content)
    (folder / name).write_text(json.dumps(content), "utf-8")
    return folder


def test_every_station_and_facility_of_the_facts_is_there(
    layer: WardLayer, facts: dict[str, Any]
) -> None:
    ids = {p.id for p in layer.places}
    assert {f"station:{s['id']}" for s in facts["stations"]} <= ids
    assert {f"facility:{f['id']}" for f in facts["public_facilities"]} <= ids
    for station in facts["stations"]:
        for row in station["exits"].get("value") or []:
            assert f"exit:{station['id']}/{row['code'].lower()}" in ids


def test_positions_readings_and_telephones_are_those_of_the_facts(
    layer: WardLayer, facts: dict[str, Any]
) -> None:
    for row in facts["stations"]:
        station = place(layer, f"station:{row['id']}")
        assert station.lonlat == (row["lon"]["value"], row["lat"]["value"])
        assert station.kana == row["kana"]["value"]
    for row in facts["public_facilities"]:
        facility = place(layer, f"facility:{row['id']}")
        if row["kana"]["confidence"] != "unknown":
            assert facility.kana == row["kana"]["value"]
        assert facility.telephone == row.get("tel")
        if facility.lonlat:
            assert facility.lonlat == (row["lon"], row["lat"])


def test_ids_are_ascii_and_permanent_in_form(layer: WardLayer) -> None:
    for one in layer.places:
        assert re.fullmatch(r"(station|exit|lift|platform|facility):[a-z0-9/-]+", one.id), one.id


def general_values_handed_out(layer: WardLayer) -> list[str]:
    """Return the places that hand out an address or position marked general knowledge."""
    found = []
    for row in json.loads((WARD / "facilities.json").read_text("utf-8"))["facilities"]:
        facility = place(layer, f"facility:{row['id']}")
        address, point = row["address"], row.get("point") or {"confidence": None}
        if address["confidence"] == "general" and facility.address is not None:
            found.append(facility.id)
        if point["confidence"] == "general" and (facility.lonlat or facility.destination):
            found.append(facility.id)
    for station in json.loads((WARD / "stations.json").read_text("utf-8"))["stations"]:
        told = place(layer, f"station:{station['id']}").facts
        found += [station["id"]] if "platforms" in told else []
    return found


def test_general_knowledge_is_never_handed_out(layer: WardLayer) -> None:
    rows = json.loads((WARD / "facilities.json").read_text("utf-8"))["facilities"]
    assert sum(row["address"]["confidence"] == "general" for row in rows) > 20
    assert general_values_handed_out(layer) == []


def test_the_check_catches_a_loader_that_lets_general_knowledge_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = {**ward_files.EVIDENCE, "general": Evidence.MAPPED}
    monkeypatch.setattr(ward_files, "EVIDENCE", wrong)
    assert general_values_handed_out(load_ward(WARD, today=TODAY))


def test_readings_of_general_knowledge_are_spoken_and_marked_for_checking(
    layer: WardLayer,
) -> None:
    library = place(layer, "facility:kotake-toshokan")
    assert (library.kana, library.kana_checked) == ("ねりまくりつこたけとしょかん", False)
    assert place(layer, "station:kotake-mukaihara").kana_checked
    assert all(re.fullmatch("[ぁ-ゖー]+", reading.kana) for reading in layer.readings)


def test_a_centroid_a_bus_stop_or_an_unknown_point_is_no_destination(
    layer: WardLayer, facts: dict[str, Any]
) -> None:
    for row in facts["public_facilities"]:
        quality = row["coord_quality"]
        if quality.startswith(("丁目", "bus stop", "unknown")):
            facility = place(layer, f"facility:{row['id']}")
            assert not facility.destination
            assert facility.lonlat is None
            assert "道順は案内できません" in (facility.why_not or "")


def test_a_place_not_confirmed_within_five_years_asks_for_a_telephone_call() -> None:
    def caution(today: date) -> str | None:
        return place(load_ward(WARD, today=today), "facility:toyotama-chugakko").caution

    assert caution(date(2023, 4, 1)) is None
    assert "電話で確かめてください" in (caution(date(2023, 4, 10)) or "")


def test_the_23_routes_are_candidates_and_none_is_designated(layer: WardLayer) -> None:
    assert len(layer.routes) == 23
    assert {route.designation_status for route in layer.routes} == {"candidate"}


def test_a_designated_route_needs_a_document_number(tmp_path: Path) -> None:
    def designate(content: Any) -> None:
        content["routes"][0]["designation_status"] = "designated"

    with pytest.raises(WardDataError, match="document_no"):
        load_ward(broken(tmp_path, "routes.json", designate), today=TODAY)


def test_all_findings_are_told_at_once(tmp_path: Path) -> None:
    def swap(content: Any) -> None:
        content["stations"][1]["point"]["value"] = [35.7, 139.6]

    def rename(content: Any) -> None:
        content["facilities"][3]["colour"] = "red"

    broken(tmp_path, "stations.json", swap)
    folder = broken(tmp_path, "facilities.json", rename)
    (folder / "readings.json").write_text("{", "utf-8")
    with pytest.raises(WardDataError) as told:
        load_ward(folder, today=TODAY)
    for word in ("stations.json: stations/1/point", "colour", "readings.json: 読めません"):
        assert word in told.value.message


def test_an_unknown_value_must_be_null(tmp_path: Path) -> None:
    def guess(content: Any) -> None:
        address = next(
            row["address"]
            for row in content["facilities"]
            if row["address"]["confidence"] == "unknown"
        )
        address["value"] = "どこか"

    with pytest.raises(WardDataError):
        load_ward(broken(tmp_path, "facilities.json", guess), today=TODAY)


def test_broken_references_and_repeated_ids_are_told(tmp_path: Path) -> None:
    def redirect(content: Any) -> None:
        content["routes"][0]["to_facility_id"] = "facility:nowhere"

    def repeat(content: Any) -> None:
        content["facilities"].append(content["facilities"][0])

    broken(tmp_path, "routes.json", redirect)
    folder = broken(tmp_path, "facilities.json", repeat)
    with pytest.raises(WardDataError, match="facility:nowhere") as told:
        load_ward(folder, today=TODAY)
    assert "id が重なっています" in told.value.message


def test_points_from_openstreetmap_stand_in_files_of_their_own() -> None:
    def points(name: str, key: str) -> list[dict[str, Any]]:
        rows = json.loads((WARD / name).read_text("utf-8"))[key]
        return [row["point"] for row in rows if row.get("point")]

    for point in (*points("stations.json", "stations"), *points("facilities.json", "facilities")):
        assert "OSM" not in (point["source"] or "")
        assert "OMT20" not in (point["source"] or "")
    for name in ("stations-osm.json", "facilities-osm.json"):
        assert all("OSM" in p["source"] or "OMT20" in p["source"] for p in points(name, "points"))


def test_platform_doors_are_told_by_line_and_unknown_ones_are_not(layer: WardLayer) -> None:
    door = place(layer, "platform:kotake-mukaihara/yurakucho").facts["platform_door"]
    assert (door.value, door.evidence) == ("yes", Evidence.MAPPED)  # type: ignore[union-attr]
    assert place(layer, "platform:hoya/ikebukuro").facts == {}


def test_the_second_lift_of_kotake_mukaihara_is_planned_without_a_place(layer: WardLayer) -> None:
    lift = place(layer, "lift:kotake-mukaihara/2")
    assert (lift.status, lift.lonlat) == (Status.PLANNED, None)
    assert all(
        passage.status is Status.PLANNED
        for passage in layer.passages
        if passage.lift_id == "lift:kotake-mukaihara/2"
    )


def test_stations_of_one_name_share_a_group(layer: WardLayer) -> None:
    groups: dict[str, set[str]] = {}
    for one in layer.places:
        if one.kind is PlaceKind.STATION and one.group:
            groups.setdefault(one.name, set()).add(one.group)
    assert {name: len(ids) for name, ids in groups.items()} == {"練馬": 1, "豊島園": 1}
