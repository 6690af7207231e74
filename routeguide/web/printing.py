"""The route on paper, in braille, and as texts for reading aloud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from routeguide.directions.describe import Manner
from routeguide.directions.ruby import ALL_RUBY
from routeguide.directions.words import Writing
from routeguide.exchange.answer_sheet import answer_to_sheet
from routeguide.exchange.answer_text import answer_to_text
from routeguide.exchange.network_info import network_info
from routeguide.exchange.print_sketch import print_sketch
from routeguide.model.route import Answer, Query
from routeguide.model.sheet import Sheet
from routeguide.speech.braille_english import has_english
from routeguide.speech.braille_page import write_brf, write_unicode
from routeguide.speech.braille_sheet import (
    JAPANESE,
    BrailleText,
    braille_lines,
    sheet_to_braille,
)
from routeguide.speech.print_pdf import SIZES, Theme, Variant, read_print_options, sheet_to_pdf
from routeguide.web.current import the_network, the_readings
from routeguide.web.limits import Group, limited
from routeguide.web.page_query import (
    address_of,
    answer_of_page,
    how_asked,
    manner_of_page,
    query_of_page,
    question_of,
)
from routeguide.web.preferences import html_language
from routeguide.web.questions import answers

blueprint = Blueprint("printing", __name__)

PDF = "application/pdf"
BRF = "application/x-brf"
TEXT = "text/plain; charset=utf-8"
OPTIONS = ("size", "theme", "variant")
BOTH = ("GET", "POST")
"""A question with a position is posted; others stand in the address."""


@blueprint.route("/route.pdf", methods=BOTH)
@limited(Group.HEAVY)
def route_pdf() -> Response:
    """Answer a question as a sheet for printing."""
    options = read_print_options(*(request.values.get(key, "") for key in OPTIONS))
    query, manner = _asked()
    answer = answer_of_page(the_network(), query)
    made = sheet_to_pdf(
        _sheet(answer, manner),
        options=options,
        made_at=query.depart_at,
        sketch=print_sketch(answer, the_network(), manner),
    )
    return _file(made, PDF, "route.pdf", manner, kind="inline")


@blueprint.route("/route.brf", methods=BOTH)
@limited(Group.HEAVY)
def route_brf() -> Response:
    """Answer a question as a file for braille printers and displays."""
    return _braille_file(write_brf, BRF, "route.brf")


@blueprint.route("/route.braille.txt", methods=BOTH)
@limited(Group.HEAVY)
def route_braille_text() -> Response:
    """Answer a question in Unicode braille."""
    return _braille_file(write_unicode, TEXT, "route.braille.txt")


@blueprint.route("/route/braille", methods=BOTH)
@limited(Group.HEAVY)
def route_braille() -> str:
    """Show the braille of a route, each text with its kana above, for who reads it over."""
    told = answers()
    query, manner = _asked()
    return render_template(
        "braille.html",
        texts=_braille(query, manner),
        language=manner.language,
        question=question_of(query, how_asked(told)) if query.origin.place else None,
    )


@blueprint.route("/route.yomi.txt", methods=BOTH)
@limited(Group.ANSWER)
def route_yomi() -> Response:
    """Answer a question in kana: a text for reading aloud."""
    return _text_file(Writing.KANA, "route.yomi.txt")


@blueprint.route("/route.speech.txt", methods=BOTH)
@limited(Group.ANSWER)
def route_speech() -> Response:
    """Answer a question as it is given to a voice, without any marks: for other devices."""
    return _text_file(Writing.SPEECH, "route.speech.txt")


@blueprint.app_template_global("print_choices")
def print_choices() -> dict[str, list[str]]:
    """Return the options of a printed sheet by their names, the usual one first."""
    return {
        "size": [str(size) for size in (*SIZES[1:], SIZES[0])],
        "theme": list(Theme),
        "variant": list(Variant),
    }


@blueprint.app_template_global("pairs_of")
def pairs_of(question: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the hidden fields of a question; an answer may have several values, or none."""
    return [
        (name, str(value))
        for name, told in question.items()
        for value in (told if isinstance(told, list) else [told])
        if value not in (None, "")
    ]


@blueprint.app_template_global("can_braille")
def can_braille(language: str) -> bool:
    """Tell whether a language can be brailled here."""
    return language in JAPANESE or (language == "en" and has_english())


def _asked() -> tuple[Query, Manner]:
    told = answers()
    return query_of_page(told), manner_of_page(told, the_readings())


def _sheet(answer: Answer, manner: Manner) -> Sheet:
    network, base = the_network(), current_app.config["BASE_URL"]
    return answer_to_sheet(
        answer,
        network_info=network_info(network),
        manner=manner,
        address=address_of(base, answer.query, how_asked(answers())),
        places=network.places,
    )


def _braille(query: Query, manner: Manner) -> list[BrailleText]:
    sheet = _sheet(answer_of_page(the_network(), query), replace(manner, ruby=ALL_RUBY))
    return sheet_to_braille(sheet, the_readings())


def _braille_file(write: Callable[[list[str]], str], media: str, name: str) -> Response:
    query, manner = _asked()
    return _file(write(braille_lines(_braille(query, manner))), media, name, manner)


def _text_file(writing: Writing, name: str) -> Response:
    query, manner = _asked()
    answer = answer_of_page(the_network(), query)
    body = answer_to_text(answer, manner=replace(manner, writing=writing)) + "\n"
    return _file(body, TEXT, name, manner, kind="inline")


def _file(
    body: bytes | str, media: str, name: str, manner: Manner, *, kind: str = "attachment"
) -> Response:
    """Return a file; nothing of it is kept by anyone between."""
    response = Response(body, content_type=media)
    response.headers["Content-Language"] = html_language(manner.language)
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response
