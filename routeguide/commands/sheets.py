"""A way on paper, in braille, as sound."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from routeguide.commands.options import (
    asking_options,
    load,
    network_option,
    overlay_option,
    read_change,
    traveller_options,
)
from routeguide.directions.describe import Manner
from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput, say_os_error
from routeguide.model.asked import departure_of, endpoint_of
from routeguide.model.route import Answer, Outcome, Query
from routeguide.model.sheet import Sheet
from routeguide.model.traveller import customise, get_preset
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.usage import NO_ANSWER


def _ask(asked: Mapping[str, Any]) -> tuple[Any, Answer, Manner]:
    """Answer the question of :func:`asking_options`; returns network, answer and manner."""
    from routeguide.directions.describe import read_manner
    from routeguide.routing.plan import find_route
    from routeguide.speech.readings import readings_of

    network = load(asked["folder"], asked["overlay"])
    words = (asked["language"], asked["length"], asked["ruby"])
    manner = read_manner(*words, readings_of(network))
    changes = dict(read_change(text) for text in asked["changes"])
    query = Query(
        origin=endpoint_of(asked["origin"]),
        destination=endpoint_of(asked["destination"]),
        traveller=customise(get_preset(asked["traveller"]), changes),
        depart_at=departure_of(asked["depart"]),
        unknown=UnknownPolicy(asked["unknown"]),
    )
    return network, find_route(network, query), manner


def _sheet_of(network: Any, answer: Answer, manner: Manner, address: str | None) -> Sheet:  # noqa: ANN401 - a Network
    from routeguide.exchange.answer_sheet import answer_to_sheet
    from routeguide.exchange.network_info import network_info

    info = network_info(network)
    return answer_to_sheet(
        answer, network_info=info, manner=manner, address=address, places=network.places
    )


def _write(out: Path, body: bytes) -> None:
    """Write a file for the reader, and say so."""
    try:
        out.write_bytes(body)
    except OSError as error:
        raise BadInput(f"「{out}」に書けません（{say_os_error(error)}）。") from error
    click.echo(f"できました: {out}")


@click.command("print")
@asking_options
@click.option(
    "--size", type=click.Choice(["12", "22", "25", "28"]), default="22", show_default=True,
    help="文字の大きさ（ポイント）",
)  # fmt: skip
@click.option(
    "--theme", type=click.Choice(["white", "cream", "black"]), default="white",
    show_default=True, help="色: white 白, cream クリーム色, black 黒地に白",
)  # fmt: skip
@click.option(
    "--variant", type=click.Choice(["list", "cards"]), default="list", show_default=True,
    help="cards は一つの案内に一枚",
)  # fmt: skip
@click.option(
    "--base-url", default="", envvar="ROUTEGUIDE_BASE_URL", help="QR コードにするサービスの場所"
)
def print_(size: str, theme: str, variant: str, base_url: str, out: Path, **asked: Any) -> None:  # noqa: ANN401
    """Print one route as PDF (A4, large type). FROM and TO as in "route"."""
    from routeguide.config import read_base_url
    from routeguide.exchange.print_sketch import print_sketch
    from routeguide.speech.print_pdf import read_print_options, sheet_to_pdf
    from routeguide.web.page_query import address_of

    network, answer, manner = _ask(asked)
    base = read_base_url("ROUTEGUIDE_BASE_URL", base_url) if base_url else None
    how = {"depart": asked["depart"] or "", "language": manner.language}
    address = address_of(base, answer.query, how)
    sheet = _sheet_of(network, answer, manner, address)
    options = read_print_options(size, theme, variant)
    sketch = print_sketch(answer, network, manner)
    _write(out, sheet_to_pdf(sheet, options=options, made_at=answer.query.depart_at, sketch=sketch))


@click.command()
@asking_options
def braille(out: Path, **asked: Any) -> None:  # noqa: ANN401
    """Write one route in braille: a BRF file, or Unicode where --out ends in .txt."""
    from routeguide.speech.braille_page import write_brf, write_unicode
    from routeguide.speech.braille_sheet import braille_lines, sheet_to_braille
    from routeguide.speech.readings import readings_of

    network, answer, manner = _ask(asked | {"ruby": "all"})
    sheet = _sheet_of(network, answer, manner, None)
    lines = braille_lines(sheet_to_braille(sheet, readings_of(network)))
    write = write_unicode if out.suffix == ".txt" else write_brf
    _write(out, write(lines).encode())


@click.command()
@click.argument("origin", metavar="[FROM]", required=False)
@click.argument("destination", metavar="[TO]", required=False)
@traveller_options
@click.option("--depart", help="出発の日時（ISO 8601、時差がなければ日本時間）。なければ今")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="ja", show_default=True)
@click.option(
    "--length", type=click.Choice(["summary", "full", "walking"]), default="full",
    help="案内の長さ: summary 一文, full 予習, walking 歩行中", show_default=True,
)  # fmt: skip
@click.option("--speed", default="1.0", help="声の速さ: 0.7から1.5まで0.1きざみ", show_default=True)
@click.option("--block", type=click.IntRange(0, 1000), help="ひとつの案内だけ（0は最初のことば）")
@click.option("--text", help="道順のかわりに、この文を読む")
@click.option(
    "--out", type=click.Path(path_type=Path, allow_dash=True), default="route.mp3",
    help="書き出す MP3 ファイル（- なら標準出力）", show_default=True,
)  # fmt: skip
@click.option(
    "--chapters", type=click.Path(path_type=Path), help="案内ごとの時刻を書き出す JSON ファイル"
)
@network_option
@overlay_option
def speak(
    origin: str | None,
    destination: str | None,
    traveller: str,
    changes: tuple[str, ...],
    unknown: str,
    depart: str | None,
    language: str,
    length: str,
    speed: str,
    block: int | None,
    text: str | None,
    out: Path,
    chapters: Path | None,
    folder: Path,
    overlay: Path | None,
) -> None:
    """Write a route as sound (MP3). FROM and TO are a place id, an exact name, or lat,lon."""
    from routeguide.config import Settings
    from routeguide.directions.describe import read_manner
    from routeguide.routing.plan import find_route
    from routeguide.speech.engine import read_speed
    from routeguide.speech.readings import readings_of
    from routeguide.speech.script import get_part, script_of_answer, script_of_text
    from routeguide.speech.voices import write_sound

    network, pace, status = load(folder, overlay), read_speed(speed), Outcome.OK
    if text is not None:
        script = script_of_text(text, language)
    elif origin is None or destination is None:
        raise BadInput("FROM と TO を書いてください。文だけを読むときは --text に書きます。")
    else:
        query = Query(
            origin=endpoint_of(origin),
            destination=endpoint_of(destination),
            traveller=customise(get_preset(traveller), dict(read_change(one) for one in changes)),
            depart_at=departure_of(depart),
            unknown=UnknownPolicy(unknown),
        )
        answer = find_route(network, query)
        manner = read_manner(language, length, "none", readings_of(network))
        script = get_part(script_of_answer(answer, manner, places=network.places), block)
        status = answer.status
    settings = Settings.from_environment(network=folder, overlay=overlay).speech
    told = write_sound(network, script, settings, speed=pace, out=out, chapters=chapters)
    click.echo(told, err=True)
    if status is not Outcome.OK:
        sys.exit(NO_ANSWER)
