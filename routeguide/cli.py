"""The command line: ``routeguide build | check | route | matrix | speak | print | serve ...``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from routeguide.directions.describe import Manner
from routeguide.directions.language import LANGUAGES
from routeguide.directions.words import Writing
from routeguide.errors import BadInput, say_os_error, seen
from routeguide.model.asked import JST, departure_of, endpoint_of, now, read_limit
from routeguide.model.route import Answer, Endpoint, Outcome, Query
from routeguide.model.sheet import Sheet
from routeguide.model.traveller import customise, get_preset, presets
from routeguide.model.vocabulary import UnknownPolicy
from routeguide.usage import NO_ANSWER, Friendly

BUILT = Path("graphdata/built")
WARD = Path("graphdata/ward")
WRITINGS = {"text": Writing.TEXT, "yomi": Writing.KANA, "speech": Writing.SPEECH}
"""How an answer is written as text, by the word of ``--format``."""

F = TypeVar("F", bound=Callable[..., Any])


@click.group("routeguide", cls=Friendly, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="routeguide")
def main() -> None:
    """練馬区バリアフリー経路案内 — barrier-free route guidance for Nerima ward."""


def _network_option(command: F) -> F:
    return click.option(
        "--network",
        "folder",
        type=click.Path(path_type=Path),
        default=BUILT,
        envvar="ROUTEGUIDE_NETWORK",
        help="道路網のフォルダー（current を含む親、または network-...）",
        show_default=True,
    )(command)


# -- build ------------------------------------------------------------------


@main.command()
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


# -- check ------------------------------------------------------------------


@main.command()
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


# -- route ------------------------------------------------------------------


def _traveller_options(command: F) -> F:
    command = click.option(
        "--unknown", type=click.Choice([str(p) for p in UnknownPolicy]), default="warn",
        help="未確認の道: refuse 使わない, warn 避けて知らせる, pass 気にしない", show_default=True,
    )(command)  # fmt: skip
    command = click.option(
        "--set", "changes", multiple=True, metavar="K=V", help="例: max_step_cm=3"
    )(command)
    return click.option(
        "--traveller", default="walk", help="移動のしかた（プリセット）", show_default=True
    )(command)


def _overlay_option(command: F) -> F:
    return click.option(
        "--overlay",
        type=click.Path(path_type=Path),
        envvar="ROUTEGUIDE_OVERLAY",
        help="道路網に重ねる情報（エレベーターの故障など）の JSON ファイル",
    )(command)


@main.command()
@click.argument("origin", metavar="FROM")
@click.argument("destination", metavar="TO")
@_traveller_options
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
@_network_option
@_overlay_option
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
    network = _load(folder, overlay)
    manner = read_manner(language, length, ruby, readings_of(network))
    query = Query(
        origin=endpoint_of(origin),
        destination=endpoint_of(destination),
        traveller=customise(get_preset(traveller), dict(_change(text) for text in changes)),
        depart_at=departure_of(depart),
        unknown=UnknownPolicy(unknown),
        alternatives=alternatives,
        what_if=what_if,
    )
    answer = find_route(network, query.back() if back else query)
    click.echo(_written(answer, network, "json" if as_json else form, manner))
    if answer.status is not Outcome.OK:
        sys.exit(NO_ANSWER)


def _load(folder: Path, overlay: Path | None) -> Any:  # noqa: ANN401 - a Network
    from routeguide.network.overlay import lay_over
    from routeguide.network.store import load_network

    network = load_network(folder)
    if overlay is None:
        return network
    from routeguide.exchange.overlay_json import read_overlay

    laid = lay_over(network, read_overlay(overlay))
    _tell_unplaced(laid)
    return laid


def _tell_unplaced(network: Any) -> None:  # noqa: ANN401 - a Network
    for name in network.unplaced:
        click.echo(f"「{name}」はこの道路網にありません。位置不明として扱います。", err=True)


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


@main.command()
@click.option("--from", "origins", multiple=True, required=True, metavar="PLACE")
@click.option("--to", "destinations", multiple=True, required=True, metavar="PLACE")
@_traveller_options
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text",
    help="出す形式", show_default=True,
)  # fmt: skip
@_network_option
@_overlay_option
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

    network = _load(folder, overlay)
    table = find_table(
        network,
        MatrixQuery(
            origins=_many(network, origins),
            destinations=_many(network, destinations),
            traveller=customise(get_preset(traveller), dict(_change(text) for text in changes)),
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


@main.command()
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
@_network_option
@_overlay_option
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

    network = _load(folder, overlay)
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


@main.command()
@click.argument("origin", metavar="FROM")
@click.option("--minutes", multiple=True, type=click.IntRange(1, 60), help="何分まで")
@click.option("--metres", multiple=True, type=click.IntRange(50, 3_000), help="何メートルまで")
@click.option(
    "--shape", type=click.Choice(["areas", "streets"]), default="areas", help="JSON の形",
    show_default=True,
)  # fmt: skip
@click.option("--depart", help="出発の日時（ISO 8601、時差がなければ日本時間）。なければ今")
@click.option("--json", "as_json", is_flag=True, help="GeoJSON で出す")
@_traveller_options
@_network_option
@_overlay_option
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
    network = _load(folder, overlay)
    query = ReachQuery(
        origin=endpoint_of(origin),
        traveller=customise(get_preset(traveller), dict(_change(text) for text in changes)),
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


def _change(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key or not value:
        raise BadInput(
            f"--set「{text[:60]}」は「名前=値」の形で書いてください（例: max_step_cm=3）。"
            "条件をなくすときは、値に none と書きます。"
        )
    return key, read_limit(key, value)


@main.command()
def travellers() -> None:
    """List the traveller presets and their limits."""
    for preset in presets().values():
        limits = {k: v for k, v in preset.limits().items() if v is not None and k != "preset"}
        words = ", ".join(f"{key}={value}" for key, value in limits.items())
        click.echo(f"{preset.id}  {preset.name_ja}\n    {words}")


# -- print, braille ---------------------------------------------------------


def _asking_options(command: F) -> F:
    """Add what a command takes that asks for one way and writes it down."""
    options = (
        click.argument("origin", metavar="FROM"),
        click.argument("destination", metavar="TO"),
        _traveller_options,
        click.option("--depart", help="出発の日時（ISO 8601、時差がなければ日本時間）。なければ今"),
        click.option(
            "--language", type=click.Choice(list(LANGUAGES)), default="ja", show_default=True
        ),
        click.option(
            "--length", type=click.Choice(["full", "walking"]), default="full", show_default=True
        ),
        click.option(
            "--ruby", default="none", metavar="none|all|grade:1-9", show_default=True,
            help="ふりがな",
        ),
        click.option(
            "--out", type=click.Path(path_type=Path, dir_okay=False), required=True,
            help="書き出すファイル",
        ),
        _network_option,
        _overlay_option,
    )  # fmt: skip
    for add in reversed(options):
        command = add(command)
    return command


def _ask(asked: Mapping[str, Any]) -> tuple[Any, Answer, Manner]:
    """Answer the question of :func:`_asking_options`; returns network, answer and manner."""
    from routeguide.directions.describe import read_manner
    from routeguide.routing.plan import find_route
    from routeguide.speech.readings import readings_of

    network = _load(asked["folder"], asked["overlay"])
    words = (asked["language"], asked["length"], asked["ruby"])
    manner = read_manner(*words, readings_of(network))
    changes = dict(_change(text) for text in asked["changes"])
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


@main.command("print")
@_asking_options
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


@main.command()
@_asking_options
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


# -- feedback ---------------------------------------------------------------


@main.group()
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


# -- speak ------------------------------------------------------------------


@main.command()
@click.argument("origin", metavar="[FROM]", required=False)
@click.argument("destination", metavar="[TO]", required=False)
@_traveller_options
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
@_network_option
@_overlay_option
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

    network, pace, status = _load(folder, overlay), read_speed(speed), Outcome.OK
    if text is not None:
        script = script_of_text(text, language)
    elif origin is None or destination is None:
        raise BadInput("FROM と TO を書いてください。文だけを読むときは --text に書きます。")
    else:
        query = Query(
            origin=endpoint_of(origin),
            destination=endpoint_of(destination),
            traveller=customise(get_preset(traveller), dict(_change(one) for one in changes)),
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


# -- serve ------------------------------------------------------------------


@main.command()
@_network_option
@_overlay_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(folder: Path, overlay: Path | None, host: str, port: int) -> None:
    """Serve the pages and the API; build the ward network first when there is none."""
    from routeguide.network.store import find_current

    if find_current(folder) is None:
        click.echo("道路網がまだないので、区のデータから作ります。")
        _build_ward(folder)
    from routeguide.app import create_app
    from routeguide.config import Settings
    from routeguide.web.serve import run

    settings = Settings.from_environment(network=folder, overlay=overlay)
    app = create_app(settings)
    _tell_unplaced(app.extensions["network"])
    click.echo(f"http://{host}:{port}/ を開いてください。止めるときは Ctrl-C です。")
    run(app, settings, host, port)


def _build_ward(out: Path) -> None:
    from routeguide.network.build import BuildInput, build_network
    from routeguide.network.progress import Steps
    from routeguide.network.ward import load_ward

    with Steps() as steps:
        layer = load_ward(WARD, today=_today())
        build_network(BuildInput(None, layer), out, progress=steps.say)


if __name__ == "__main__":
    main()
