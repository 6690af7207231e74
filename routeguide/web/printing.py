"""The route on paper."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from routeguide.directions.describe import Manner
from routeguide.exchange.answer_sheet import answer_to_sheet
from routeguide.exchange.network_info import network_info
from routeguide.model.route import Query
from routeguide.model.sheet import Sheet
from routeguide.speech.print_pdf import read_print_options, sheet_to_pdf
from routeguide.web.current import the_network, the_readings
from routeguide.web.formats import html_language
from routeguide.web.page_query import address_of, answer_of_page, manner_of_page, query_of_page

blueprint = Blueprint("printing", __name__)

PDF = "application/pdf"


@blueprint.get("/route.pdf")
def route_pdf() -> Response:
    """Answer the same question as a sheet for printing."""
    arguments = request.args
    options = read_print_options(*(arguments.get(key, "") for key in ("size", "theme", "variant")))
    query = query_of_page(arguments)
    manner = manner_of_page(arguments, the_readings())
    made = sheet_to_pdf(_sheet(query, manner), options=options, made_at=query.depart_at)
    return _file(made, PDF, "route.pdf", manner, is_shown=True)


def _sheet(query: Query, manner: Manner) -> Sheet:
    network = the_network()
    base, depart = current_app.config["BASE_URL"], request.args.get("depart")
    return answer_to_sheet(
        answer_of_page(network, query),
        network_info=network_info(network),
        manner=manner,
        address=address_of(base, query, depart=depart, manner=manner),
    )


def _file(
    body: bytes | str, media: str, name: str, manner: Manner, *, is_shown: bool = False
) -> Response:
    response = Response(body, content_type=media)
    response.headers["Content-Language"] = html_language(manner.language)
    kind = "inline" if is_shown else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return response
