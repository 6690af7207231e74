"""The application on the ward's own network, for the tests of pages and API."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from routeguide.app import create_app
from routeguide.config import Settings
from routeguide.network.build import BuildInput, build_network
from routeguide.network.ward import load_ward

WARD = Path(__file__).parents[2] / "graphdata" / "ward"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("built")
    build_network(BuildInput(None, load_ward(WARD, today=date(2026, 11, 24))), folder)
    return create_app(Settings(network=folder))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
