"""Ask for one way, for many, and for the presets."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from routeguide.commands.options import (
    load,
    network_option,
    overlay_option,
    read_change,
    traveller_options,
)
from routeguide.directions.describe import Manner
from routeguide.directions.language import LANGUAGES
from routeguide.directions.words import Writing
from routeguide.errors import BadInput
from routeguide.model.asked import departure_of, endpoint_of
from routeguide.model.route import Answer, Endpoint, Outcome, Query
from routeguide.model.traveller import customise, get_preset, presets
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.usage import NO_ANSWER

WRITINGS = {"text": Writing.TEXT, "yomi": Writing.KANA, "speech": Writing.SPEECH}
"""How an answer is written as text, by the word of ``--format``."""


@click.command()
@click.argument("origin", metavar="FROM")
@click.argument("destination", metavar="TO")
@traveller_options
@click.option("--depart", help="出発の日時（ISO 8601、時差がなければ日本時間）。なければ今")
@click.option(
    "--alternatives", type=click.IntRange(0, 3), default=0, help="ほかの道の数", show_default=True
)
@click.option(
    "--what-if", "what_if", multiple=True, metavar="X=Y",
    help="仮定。例: lift:kotake-mukaihara/2=open、lift:...=out、<通路>.step_cm=0",
)  # fmt: skip
@click.option("--back", is_flag=True, help="帰り道をしらべる（TO から FROM へ）")
@click.option(
    "--format", "form", default="text", show_default=True,
    type=click.Choice(["text", "yomi", "speech", "json", "geojson", "gpx"]),
    help="出す形式: yomi は読み上げ用のかな、speech は声で読むままの文字",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="API と同じ JSON で出す（--format json）")
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="ja", show_default=True,
    help="案内のことば: ja 日本語, ja-easy やさしい日本語, ja-child 小学生, en, zh, ko",
)  # fmt: skip
@click.option(
    "--length", type=click.Choice(["summary", "full", "walking"]), default="full",
    help="案内の長さ: summary 一文, full 予習, walking 歩行中", show_default=True,
)  # fmt: skip
@click.option(
    "--ruby", default="none", metavar="none|all|grade:1-9", show_default=True,
    help="ふりがな: none なし, all すべて, grade:3 三年生までに習わない漢字",
)  # fmt: skip
@network_option
@overlay_option
def route(
    origin: str,
    destination: str,
    traveller: str,
    changes: tuple[str, ...],
    unknown: str,
    depart: str | None,
    alternatives: int,
    what_if: tuple[str, ...],
    back: bool,
    form: str,
    as_json: bool,
    language: str,
    length: str,
    ruby: str,
    folder: Path,
    overlay: Path | None,
) -> None:
    """Answer one route. FROM and TO are a place id, an exact name, or lat,lon."""
    from routeguide.directions.describe import read_manner
    from routeguide.routing.plan import find_route
    from routeguide.speech.readings import readings_of

    if as_json and form not in {"text", "json"}:
        raise BadInput(f"--json と --format {form} は同時に使えません。どちらかにしてください。")
    network = load(folder, overlay)
    manner = read_manner(language, length, ruby, readings_of(network))
    query = Query(
        origin=endpoint_of(origin),
        destination=endpoint_of(destination),
        traveller=customise(get_preset(traveller), dict(read_change(text) for text in changes)),
        depart_at=departure_of(depart),
        unknown=UnknownPolicy(unknown),
        alternatives=alternatives,
        what_if=what_if,
    )
    answer = find_route(network, query.back() if back else query)
    click.echo(_written(answer, network, "json" if as_json else form, manner))
    if answer.status is not Outcome.OK:
        sys.exit(NO_ANSWER)


def _written(answer: Answer, network: Any, form: str, manner: Manner) -> str:  # noqa: ANN401 - a Network
    from routeguide.exchange.answer_geojson import answer_to_geojson
    from routeguide.exchange.answer_gpx import answer_to_gpx
    from routeguide.exchange.answer_json import answer_to_json
    from routeguide.exchange.answer_text import answer_to_text
    from routeguide.exchange.network_info import network_info

    info = network_info(network)
    if form in WRITINGS:
        return answer_to_text(answer, manner=replace(manner, writing=WRITINGS[form]))
    if form == "gpx":
        return answer_to_gpx(answer, manner=manner)
    write = answer_to_geojson if form == "geojson" else answer_to_json
    body = write(answer, network_info=info, manner=manner)
    return json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False)


@click.command()
@click.option("--from", "origins", multiple=True, required=True, metavar="PLACE")
@click.option("--to", "destinations", multiple=True, required=True, metavar="PLACE")
@traveller_options
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text",
    help="出す形式", show_default=True,
)  # fmt: skip
@network_option
@overlay_option
def matrix(
    origins: tuple[str, ...],
    destinations: tuple[str, ...],
    traveller: str,
    changes: tuple[str, ...],
    unknown: str,
    form: str,
    folder: Path,
    overlay: Path | None,
) -> None:
    """Tell metres and minutes between many places.

    PLACE is a place id, an exact name, lat,lon, or "stations" or "facilities"
    for all that this network leads to. Times of closing are not looked at.
    """
    from routeguide.exchange.matrix_table import table_to_csv, table_to_json, table_to_text
    from routeguide.exchange.network_info import network_info
    from routeguide.routing.many import MatrixQuery, find_table

    network = load(folder, overlay)
    table = find_table(
        network,
        MatrixQuery(
            origins=_many(network, origins),
            destinations=_many(network, destinations),
            traveller=customise(get_preset(traveller), dict(read_change(text) for text in changes)),
            unknown=UnknownPolicy(unknown),
        ),
    )
    if form == "csv":
        click.echo(table_to_csv(table), nl=False)
    elif form == "json":
        body = table_to_json(table, network_info=network_info(network))
        click.echo(json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo(table_to_text(table))


def _many(network: Any, texts: tuple[str, ...]) -> tuple[Endpoint, ...]:  # noqa: ANN401 - a Network
    """Return the ends of a table; the two words stand for all places of their kind."""
    found: list[Endpoint] = []
    for text in texts:
        if text in {"stations", "facilities"}:
            kind = "station:" if text == "stations" else "facility:"
            reachable = sorted(network.report.get("reachable", []))
            found += [Endpoint(place=name) for name in reachable if name.startswith(kind)]
        else:
            found.append(endpoint_of(text))
    return tuple(dict.fromkeys(found))


@click.command()
def travellers() -> None:
    """List the traveller presets and their limits."""
    for preset in presets().values():
        limits = {k: v for k, v in preset.limits().items() if v is not None and k != "preset"}
        words = ", ".join(f"{key}={value}" for key, value in limits.items())
        click.echo(f"{preset.id}  {preset.name_ja}\n    {words}")
