"""Build a network, and look at what was built."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from routeguide.commands.options import (
    BUILT,
)
from routeguide.errors import BadInput
from routeguide.model.asked import JST

WARD = Path("graphdata/ward")


@click.command()
@click.option("--osm", type=click.Path(path_type=Path), help=".osm または .osm.pbf ファイル")
@click.option("--overpass", is_flag=True, help="Overpass から練馬区の地図を取得する")
@click.option("--ward", type=click.Path(path_type=Path), default=WARD, show_default=True)
@click.option("--no-ward", is_flag=True, help="区のデータを使わない")
@click.option(
    "--dem", type=click.Path(path_type=Path), help="標高の GeoTIFF ファイル（5mメッシュ）"
)
@click.option("--osm-ids", type=click.Choice(["real", "synthetic"]), help="OSM の番号が本物か")
@click.option("--out", type=click.Path(path_type=Path), default=BUILT, show_default=True)
@click.option("--force", is_flag=True, help="道が1割より多く減っても置きかえる")
def build(
    osm: Path | None,
    overpass: bool,
    ward: Path,
    no_ward: bool,
    dem: Path | None,
    osm_ids: str | None,
    out: Path,
    force: bool,
) -> None:
    """Build a walking network and make it the current one in --out."""
    from routeguide.network.build import BuildInput, build_network
    from routeguide.network.progress import Steps
    from routeguide.network.ward import load_ward

    if osm and overpass:
        raise BadInput("--osm と --overpass は同時に使えません。どちらかにしてください。")
    model = _existing(dem)
    with Steps() as steps:
        layer = None if no_ward else load_ward(ward, today=_today())
        extract = _read_extract(osm, overpass=overpass, progress=steps.say)
        source = BuildInput(extract, layer, dem=model, osm_ids=osm_ids)
        target = build_network(source, out, force=force, progress=steps.say)
    click.echo(f"できました: {target}")
    click.echo(f"品質の報告: routeguide check {out}")


def _today() -> date:
    return datetime.now(JST).date()


def _existing(path: Path | None) -> Path | None:
    if path is not None and not path.is_file():
        raise BadInput(f"ファイル「{path}」が見つかりません。場所と名前を確かめてください。")
    return path


def _read_extract(osm: Path | None, *, overpass: bool, progress: Callable[[str], None]) -> Any:  # noqa: ANN401
    if osm:
        from routeguide.network.read_osm import read_osm_file

        return read_osm_file(osm, progress=progress)
    if overpass:
        from routeguide.network.overpass import fetch_ward

        return fetch_ward(Path("graphdata/sources"), progress=progress)
    return None


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=BUILT)
@click.option("--against", type=click.Path(path_type=Path), help="くらべる前の道路網")
@click.option("--json", "as_json", is_flag=True, help="JSON で出す")
def check(folder: Path, against: Path | None, as_json: bool) -> None:
    """Show the quality report; fail when a place that was reachable no longer is."""
    from routeguide.network.check import find_lost, previous_network, report_text
    from routeguide.network.store import load_network

    network = load_network(folder)
    before = load_network(against) if against else previous_network(network)
    lost = find_lost(before.report, network.report) if before else []
    if as_json:
        click.echo(json.dumps({**network.report, "lost": lost}, ensure_ascii=False, indent=1))
    else:
        click.echo(report_text(network, lost))
    if lost:
        sys.exit(1)


def build_ward(out: Path) -> None:
    """Build the ward network in seconds where there is none to serve."""
    from routeguide.network.build import BuildInput, build_network
    from routeguide.network.progress import Steps
    from routeguide.network.ward import load_ward

    with Steps() as steps:
        layer = load_ward(WARD, today=_today())
        build_network(BuildInput(None, layer), out, progress=steps.say)
