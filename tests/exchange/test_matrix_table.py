"""A table of ways as JSON, CSV and text."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from routeguide.exchange.matrix_table import table_to_csv, table_to_json, table_to_text
from routeguide.model.asked import endpoint_of
from routeguide.model.traveller import customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.routing.many import MatrixQuery, Table, find_table
from tests.drawn import at, draw
from tests.exchange.answers import INFO, laid

MAP = """
A---B---C

D---E
"""


@pytest.fixture(scope="module")
def table() -> Table:
    """Return the ways from A and a position to B, C, E and a position that no way is near."""
    network = laid(draw(MAP, stations="A", facilities="BCE"))
    lon, lat = at(2, 0.5)
    far = at(2, 90)
    query = MatrixQuery(
        origins=(endpoint_of("station:a"), endpoint_of(f"{lat:.6f},{lon:.6f}")),
        destinations=(
            *(endpoint_of(f"facility:{letter}") for letter in "bce"),
            endpoint_of(f"{far[1]:.4f},{far[0]:.4f}"),
        ),
        traveller=customise(get_preset("cane"), {"max_step_cm": 5, "min_width_cm": None}),
        unknown=UnknownPolicy.PASS,
    )
    return find_table(network, query)


def test_the_json_is_strict_and_holds_null_where_there_is_no_way(table: Table) -> None:
    text = json.dumps(table_to_json(table, network_info=INFO), allow_nan=False)
    body: dict[str, Any] = json.loads(text)
    assert body["length_m"][0] == [40.0, 80.0, None, None]
    assert body["duration_s"][0][2:] == [None, None]
    assert body["length_m"][1][0] == pytest.approx(20, abs=1)
    assert [end.get("place") for end in body["destinations"]] == [
        "facility:b", "facility:c", "facility:e", None,
    ]  # fmt: skip
    assert body["destinations"][3]["why_not"] == "近くに使える道がありません。"
    assert body["traveller"]["max_step_cm"] == 5
    assert body["traveller"]["min_width_cm"] is None
    assert body["unknown"] == "pass"
    assert body["network"]["overlay"] == {"revision": 7, "as_of": "2026-11-24T12:00:00+09:00"}


def test_the_csv_has_one_line_a_pair_and_every_line_says_what_was_asked(table: Table) -> None:
    rows = list(csv.DictReader(io.StringIO(table_to_csv(table))))
    assert len(rows) == 8
    assert [row["length_m"] for row in rows[:4]] == ["40", "80", "", ""]
    assert {row["asked"] for row in rows} == {"cane max_step_cm=5.0 min_width_cm=none unknown=pass"}
    assert {row["network"] for row in rows} == {"drawn-network-00"}
    assert {row["overlay"] for row in rows} == {"7"}


def test_the_text_lists_the_nearest_first_and_what_has_no_way_last(table: Table) -> None:
    lines = table_to_text(table).splitlines()
    assert lines[0] == "Aの場所から"
    assert lines[1:4] == [
        "  Bの場所: 40メートル、1分", "  Cの場所: 80メートル、2分",
        f"  {lines[3].strip().partition(':')[0]}: 道なし（近くに使える道がありません。）",
    ]  # fmt: skip
    assert lines[4] == "  Eの場所: 道なし"
    assert "段差 5センチまで（変更）" in lines[-2]
    assert "道の幅 条件にしない（変更）" in lines[-2]
    assert lines[-1] == "道路網 drawn-network-00、更新 7（2026-11-24 12:00 時点）"
