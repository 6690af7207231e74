"""Serve, and read what people reported."""

from __future__ import annotations

import json
from pathlib import Path

import click

from routeguide.commands.building import build_ward
from routeguide.commands.options import (
    network_option,
    overlay_option,
    tell_unplaced,
)
from routeguide.errors import seen


@click.group()
def feedback() -> None:
    """Read what people reported as wrong (the ward's staff)."""


@feedback.command("list")
@click.option(
    "--instance",
    type=click.Path(path_type=Path),
    default=Path("instance"),
    envvar="ROUTEGUIDE_INSTANCE",
    help="この設置が残すもののフォルダー",
    show_default=True,
)
@click.option("--json", "as_json", is_flag=True, help="JSON で出す（1行に1件）")
def list_feedback(instance: Path, as_json: bool) -> None:
    """List the reports of mistakes, the oldest first."""
    from dataclasses import asdict

    from routeguide.tagging.feedback import list_reports

    reports = list_reports(instance)
    for report in reports:
        if as_json:
            click.echo(json.dumps(asdict(report), ensure_ascii=False))
            continue
        click.echo(seen(f"{report.day}  {report.about or '場所の指定なし'}"))
        if report.block:
            click.echo(seen(f"    案内: {report.block}"))
        click.echo(seen(f"    知らせ: {report.words}".replace("\n", "\n    ")))
    if not reports and not as_json:
        click.echo("知らせはまだありません。")


@click.command()
@network_option
@overlay_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(folder: Path, overlay: Path | None, host: str, port: int) -> None:
    """Serve the pages and the API; build the ward network first when there is none."""
    from routeguide.network.store import find_current

    if find_current(folder) is None:
        click.echo("道路網がまだないので、区のデータから作ります。")
        build_ward(folder)
    from routeguide.app import create_app
    from routeguide.config import Settings
    from routeguide.web.serve import run

    settings = Settings.from_environment(network=folder, overlay=overlay)
    app = create_app(settings)
    tell_unplaced(app.extensions["network"])
    click.echo(f"http://{host}:{port}/ を開いてください。止めるときは Ctrl-C です。")
    run(app, settings, host, port)
