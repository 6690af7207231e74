"""The step by step view: one block a screen, and the walking view on the same page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.phrase import Literal, say
from routeguide.directions.rounding import round_metres
from routeguide.exchange import said
from routeguide.model.geodesy import length_m
from routeguide.model.guidance import Guidance, Line
from routeguide.model.route import Answer, Outcome
from routeguide.web.current import the_network, the_readings
from routeguide.web.following import followed_route
from routeguide.web.page_query import answer_of_page, manner_of_page, query_of_page

blueprint = Blueprint("steps", __name__)
MOST_FIGURES = 3
NOT_ASKED = frozenset({"n", "csrf_token"})
"""Fields of this page that are no part of the question."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its number (0 the overview), its lines, and how far it is still.

    ``left_m`` metres as said, None where nothing is left. ``warned`` is what is
    spoken of its hazards alone.
    """

    number: int
    cautions: tuple[Line, ...]
    said: tuple[Line, ...]
    notes: tuple[Line, ...]
    left_m: int | None

    @property
    def warned(self) -> str:
        """The hazards for the ear."""
        return "".join(line.speech for line in self.cautions)

    @property
    def speech(self) -> str:
        """The whole screen for the ear, behind its hazards."""
        return " ".join(line.speech for line in (*self.said, *self.notes))


@blueprint.get("/route/steps")
def steps() -> str:
    """Show one block of the answer to a question in the address."""
    return steps_page(request.args)


@blueprint.post("/route/steps")
def steps_from_position() -> str:
    """Show one block of a route from a position: it was posted and stands in no address."""
    return steps_page(request.form)


def steps_page(told: MultiDict[str, str]) -> str:
    """Return the page of one block; ``told`` are the fields of the question and ``n``.

    Raises:
        BadInput: the question cannot be answered.
    """
    asked = MultiDict([row for row in told.items(multi=True) if row[0] not in NOT_ASKED])
    network = the_network()
    answer = answer_of_page(network, query_of_page(asked))
    manner = manner_of_page(asked, the_readings())
    return render_template("steps.html", **_page(answer, manner, asked, told.get("n", "")))


def _page(answer: Answer, manner: Manner, asked: MultiDict[str, str], n: str) -> dict[str, Any]:
    words = manner.words(answer.query.traveller.group)
    guidance = describe_answer(answer, manner=manner)[0]
    is_way = answer.status is Outcome.OK
    route = answer.routes[0] if is_way else None
    walk = followed_route(route, guidance.blocks, answer.query.traveller) if route else None
    screens = list(_screens(guidance, walk))
    telephone = answer.destination.telephone if answer.destination else None
    number = Literal(telephone) if telephone else None
    return {
        "title": said.say_title(words, answer),
        "guidance": guidance,
        "caution_word": said.label(words, "caution"),
        "screens": screens,
        "at": _number(n, len(screens) - 1),
        "is_way": is_way,
        "walk": walk,
        "off_route": words.line((say("off_route"), say("off_route_ask", number=number))),
        "posted": request.method == "POST",
        "carried": list(asked.items(multi=True)),
        "question": asked.to_dict(flat=False),
        "network_version": answer.network_version,
    }


def _screens(guidance: Guidance, walk: dict[str, Any] | None) -> Iterator[Screen]:
    yield Screen(0, (), (*guidance.assumed, guidance.overview, *guidance.why), (), None)
    if walk is None:
        return
    total = length_m([tuple(place) for place in walk["line"]])
    for number, (block, place) in enumerate(
        zip(guidance.blocks, walk["blocks"], strict=True), 1
    ):
        left = total - place["at_m"]
        told = round_metres(left, coarse=True) if left >= 1 else None
        yield Screen(number, block.cautions, (block.said,), block.notes, told)


def _number(text: str, last: int) -> int:
    """Return the block that is asked for; the nearest that there is, the overview for no number."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES
    return min(int(text), last) if is_number else 0


