"""Declared readings travel with the network: in the hash, and whole when it is loaded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from routeguide.errors import NetworkDamaged
from routeguide.model.overlay import Overlay
from routeguide.model.reading import Reading, ReadingUse, reading_to_json
from routeguide.network.build import BuildInput, build_network
from routeguide.network.overlay import lay_over
from routeguide.network.store import READINGS, Network, load_network
from routeguide.network.ward import WardLayer, load_ward

WARD = Path(__file__).parents[2] / "graphdata" / "ward"
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def layer() -> WardLayer:
    return load_ward(WARD, today=TODAY)


def built(layer: WardLayer, folder: Path) -> Network:
    return load_network(build_network(BuildInput(None, layer), folder, now=NOW), today=TODAY)


@pytest.fixture(scope="module")
def network(layer: WardLayer, tmp_path_factory: pytest.TempPathFactory) -> Network:
    return built(layer, tmp_path_factory.mktemp("ward"))


def test_a_network_gives_back_every_reading_of_the_ward(layer: WardLayer, network: Network) -> None:
    assert len(network.readings) > 350
    assert network.readings == layer.readings
    assert lay_over(network, Overlay()).readings == network.readings


def test_readings_that_nobody_checked_are_listed_for_checking(
    layer: WardLayer, tmp_path: Path
) -> None:
    first, second, *_ = layer.readings
    checked = replace(first, checked=True, confidence="read")
    network = built(replace(layer, readings=(checked, second)), tmp_path)
    listed = network.report["readings_to_check"]
    assert second.surface in listed
    assert first.surface not in listed
    assert "facility:kotake-toshokan" in listed


def test_a_changed_reading_makes_another_network(
    layer: WardLayer, network: Network, tmp_path: Path
) -> None:
    first, *rest = layer.readings
    other = built(replace(layer, readings=(replace(first, kana="べつ"), *rest)), tmp_path)
    assert other.version != network.version
    assert other.readings[0].kana == "べつ"


def test_a_network_without_readings_loads_and_has_none(layer: WardLayer, tmp_path: Path) -> None:
    network = built(replace(layer, readings=()), tmp_path)
    assert network.folder is not None
    assert not (network.folder / READINGS).exists()
    assert network.readings == ()


@pytest.mark.parametrize("text", ["{", '[{"surface": "角"}]', None])
def test_damaged_readings_are_told_in_a_sentence(
    text: str | None, layer: WardLayer, tmp_path: Path
) -> None:
    folder = built(layer, tmp_path).folder
    assert folder is not None
    (folder / READINGS).unlink()
    if text is not None:
        (folder / READINGS).write_text(text, "utf-8")
    with pytest.raises(NetworkDamaged, match="壊れています"):
        load_network(folder)


def test_a_reading_goes_into_json_and_back() -> None:
    plain = Reading("谷原", "やはら", "plain", "general", checked=False)
    full = replace(plain, use=ReadingUse.WORD, accent=0, braille="や はら")
    for reading in (plain, full):
        row = json.loads(json.dumps(reading_to_json(reading)))
        assert Reading(**row) == reading
    assert "use" not in reading_to_json(plain)


def test_no_reading_is_declared_twice_and_braille_only_parts_the_kana(layer: WardLayer) -> None:
    keys = [(r.surface, r.use is ReadingUse.SUFFIX) for r in layer.readings]
    assert len(keys) == len(set(keys))
    brailled = [r for r in layer.readings if r.braille]
    assert len(brailled) > 20
    assert [r.surface for r in brailled if (r.braille or "").replace(" ", "") != r.kana] == []


def test_general_knowledge_never_counts_as_checked(layer: WardLayer) -> None:
    assert [r.surface for r in layer.readings if r.checked and r.confidence == "general"] == []
