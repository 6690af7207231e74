"""Sheets of the ward network that print and braille are tried with."""

from __future__ import annotations

from functools import cache
from typing import Any

from routeguide.directions.describe import read_manner
from routeguide.exchange.answer_sheet import answer_to_sheet
from routeguide.exchange.network_info import network_info
from routeguide.model.route import Answer
from routeguide.model.sheet import Sheet
from routeguide.speech.print_pdf import read_print_options, sheet_to_pdf
from routeguide.speech.readings import readings_of
from tests.drawn import NOON
from tests.ward_network import ask_ward, ward_network

ADDRESS = "https://michi.example.jp/route?from=station:kotake-mukaihara&to=facility:kotake-toshokan"


def ask(who: str = "white_cane", **more: Any) -> Answer:
    return ask_ward("kotake-mukaihara", "kotake-toshokan", who, **more)


def sheet_of(
    answer: Answer, language: str = "ja", ruby: str = "none", address: str | None = ADDRESS
) -> Sheet:
    network = ward_network()
    return answer_to_sheet(
        answer,
        network_info=network_info(network),
        manner=read_manner(language, "full", ruby, readings_of(network)),
        address=address,
        places=network.places,
    )


@cache
def printed(
    language: str = "ja", ruby: str = "none", size: str = "22", theme: str = "", variant: str = ""
) -> bytes:
    """Return one trip as PDF; made once for all tests that look at it."""
    options = read_print_options(size, theme, variant)
    return sheet_to_pdf(sheet_of(ask(), language, ruby), options=options, made_at=NOON)
