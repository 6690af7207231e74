"""What several commands take, and the network that they ask."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from routeguide.directions.language import LANGUAGES
from routeguide.errors import BadInput
from routeguide.model.asked import read_limit
from routeguide.model.vocabulary import UnknownPolicy

BUILT = Path("graphdata/built")
F = TypeVar("F", bound=Callable[..., Any])


def network_option(command: F) -> F:
    """Add the folder of the network."""
    return click.option(
        "--network",
        "folder",
        type=click.Path(path_type=Path),
        default=BUILT,
        envvar="ROUTEGUIDE_NETWORK",
        help="道路網のフォルダー（current を含む親、または network-...）",
        show_default=True,
    )(command)


def overlay_option(command: F) -> F:
    """Add the file of what changed since the build."""
    return click.option(
        "--overlay",
        type=click.Path(path_type=Path),
        envvar="ROUTEGUIDE_OVERLAY",
        help="道路網に重ねる情報（エレベーターの故障など）の JSON ファイル",
    )(command)


def traveller_options(command: F) -> F:
    """Add who travels: a preset, its changed limits, what is done with the unknown."""
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


def asking_options(command: F) -> F:
    """Add what a command takes that asks for one way and writes it down."""
    options = (
        click.argument("origin", metavar="FROM"),
        click.argument("destination", metavar="TO"),
        traveller_options,
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
        network_option,
        overlay_option,
    )  # fmt: skip
    for add in reversed(options):
        command = add(command)
    return command


def load(folder: Path, overlay: Path | None) -> Any:  # noqa: ANN401 - a Network
    """Return the network of a folder with its overlay; what it does not hold is told."""
    from routeguide.network.overlay import lay_over
    from routeguide.network.store import load_network

    network = load_network(folder)
    if overlay is None:
        return network
    from routeguide.exchange.overlay_json import read_overlay

    laid = lay_over(network, read_overlay(overlay))
    tell_unplaced(laid)
    return laid


def tell_unplaced(network: Any) -> None:  # noqa: ANN401 - a Network
    """Tell what an overlay names and the network does not hold."""
    for name in network.unplaced:
        click.echo(f"「{name}」はこの道路網にありません。位置不明として扱います。", err=True)


def read_change(text: str) -> tuple[str, Any]:
    """Return the limit and its value of ``name=value``.

    Raises:
        BadInput: it is not of that form.
    """
    key, equals, value = text.partition("=")
    if not equals or not key or not value:
        raise BadInput(
            f"--set「{text[:60]}」は「名前=値」の形で書いてください（例: max_step_cm=3）。"
            "条件をなくすときは、値に none と書きます。"
        )
    return key, read_limit(key, value)
