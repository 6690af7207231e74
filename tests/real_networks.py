"""The real extracts as networks, built once a run: fixtures for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routeguide.network.build import BuildInput, build_network
from routeguide.network.read_osm import read_osm_file
from routeguide.network.store import Network, load_network
from routeguide.network.ward import load_ward
from tests.drawn import TODAY
from tests.raw_tags import RawTags

WARD = Path(__file__).parents[1] / "graphdata" / "ward"


@pytest.fixture(scope="session")
def pbf(real_data: Callable[[str], Path]) -> Path:
    return real_data("nerima-2024.osm.pbf")


@pytest.fixture(scope="session")
def nerima_source(pbf: Path) -> BuildInput:
    return BuildInput(read_osm_file(pbf), load_ward(WARD, today=TODAY))


@pytest.fixture(scope="session")
def nerima(nerima_source: BuildInput, tmp_path_factory: pytest.TempPathFactory) -> Network:
    folder = build_network(nerima_source, tmp_path_factory.mktemp("nerima"))
    return load_network(folder, today=TODAY)


@pytest.fixture(scope="session")
def raw(pbf: Path) -> RawTags:
    return RawTags(pbf)


@pytest.fixture(scope="session")
def built(
    real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[Network, Path]]:
    """Return ``built(name)``: the network of a sample and the path of its file."""
    kept: dict[str, tuple[Network, Path]] = {}

    def make(name: str) -> tuple[Network, Path]:
        if name not in kept:
            path = real_data(f"samples/{name}")
            source = BuildInput(read_osm_file(path), None)
            folder = build_network(source, tmp_path_factory.mktemp("sample"))
            kept[name] = (load_network(folder, today=TODAY), path)
        return kept[name]

    return make
