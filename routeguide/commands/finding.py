"""Find places, and how far one comes."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click

from routeguide.commands.options import (
    load,
    network_option,
    overlay_option,
    read_change,
    traveller_options,
)
from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput
from routeguide.model.asked import departure_of, endpoint_of, now
from routeguide.model.traveller import customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.usage import NO_ANSWER


@click.command()
@click.argument("text", default="")
@click.option("--kind", "kinds", multiple=True, help="station（駅）か、施設の種類（例: library）")
@click.option("--need", "needs", multiple=True, help="なくては困ること（例: wheelchair_toilet）")
@click.option("--near", metavar="PLACE", help="この場所（番号、名前、緯度,経度）から近い順に")
@click.option("--within", type=click.IntRange(1, 15_000), help="直線で何メートルまで")
@click.option("--limit", type=click.IntRange(1, 300), default=20, show_default=True)
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="ja", help="名前のことば",
    show_default=True,
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="API と同じ JSON で出す")
@network_option
@overlay_option
def places(
    text: str,
    kinds: tuple[str, ...],
    needs: tuple[str, ...],
    near: str | None,
    within: int | None,
    limit: int,
    language: str,
    as_json: bool,
    folder: Path,
    overlay: Path | None,
) -> None:
    """Find stations and facilities by name, reading, kind, need and nearness.

    What is not known of a need is listed apart, never as a yes.
    """
    from routeguide.directions.ruby import kana_only
    from routeguide.exchange.found_text import found_to_text
    from routeguide.routing.finding import find_places, read_wish
    from routeguide.speech.readings import readings_of

    network = load(folder, overlay)
    wish = read_wish(
        network, text=text, kinds=kinds, needs=needs, near=near, within_m=within, limit=limit
    )
    teller, readings = _teller(network, language), readings_of(network)
    found = find_places(
        network, wish, at=teller.at, read=lambda name: kana_only(readings.name(name))
    )
    if as_json:
        click.echo(teller.found(found).model_dump_json(indent=1))
    else:
        click.echo(found_to_text(found, teller))
    if not found.hits:
        sys.exit(NO_ANSWER)


@click.command()
@click.argument("origin", metavar="FROM")
@click.option("--minutes", multiple=True, type=click.IntRange(1, 60), help="何分まで")
@click.option("--metres", multiple=True, type=click.IntRange(50, 3_000), help="何メートルまで")
@click.option(
    "--shape", type=click.Choice(["areas", "streets"]), default="areas", help="JSON の形",
    show_default=True,
)  # fmt: skip
@click.option("--depart", help="出発の日時（ISO 8601、時差がなければ日本時間）。なければ今")
@click.option("--json", "as_json", is_flag=True, help="GeoJSON で出す")
@traveller_options
@network_option
@overlay_option
def reachable(
    origin: str,
    minutes: tuple[int, ...],
    metres: tuple[int, ...],
    shape: Literal["areas", "streets"],
    depart: str | None,
    as_json: bool,
    traveller: str,
    changes: tuple[str, ...],
    unknown: str,
    folder: Path,
    overlay: Path | None,
) -> None:
    """Tell how far one comes in some minutes or metres, and which facilities are there."""
    from routeguide.exchange.found_text import reached_to_text
    from routeguide.exchange.reach_geojson import reached_to_answer
    from routeguide.routing.reachable import ReachQuery, find_reached

    if bool(minutes) is bool(metres):
        raise BadInput("--minutes（分）か --metres（メートル）のどちらかを指定してください。")
    network = load(folder, overlay)
    query = ReachQuery(
        origin=endpoint_of(origin),
        traveller=customise(get_preset(traveller), dict(read_change(text) for text in changes)),
        depart_at=departure_of(depart),
        bands=tuple(map(float, metres)) or tuple(60.0 * one for one in minutes),
        in_metres=bool(metres),
        unknown=UnknownPolicy(unknown),
    )
    reached = find_reached(network, query)
    answer = reached_to_answer(reached, _teller(network, "ja", query.depart_at), shape=shape)
    written = (
        answer.model_dump_json(indent=1, by_alias=True) if as_json else reached_to_text(answer)
    )
    click.echo(written)


def _teller(network: Any, language: str, at: datetime | None = None) -> Any:  # noqa: ANN401 - lazily imported types
    from routeguide.directions.words import Words
    from routeguide.exchange.place_rows import Teller
    from routeguide.speech.readings import readings_of

    return Teller(network, Words(language, readings=readings_of(network)), at or now())
