"""The step by step view: one block a screen, and the walking view on the same page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.phrase import Literal, say
from routeguide.directions.rounding import round_metres
from routeguide.directions.words import Words
from routeguide.exchange import said
from routeguide.model.geodesy import length_m
from routeguide.model.guidance import Guidance, Line
from routeguide.model.place import Place
from routeguide.model.route import Answer, Outcome
from routeguide.web.current import the_network, the_readings
from routeguide.web.following import followed_route
from routeguide.web.limits import Group, limited
from routeguide.web.page_query import (
    answer_of_page,
    how_asked,
    manner_of_page,
    query_of_page,
    question_of,
)
from routeguide.web.questions import answers, has_position
from routeguide.web.wording import line_html
from routeguide.web.wording import words as own_words

blueprint = Blueprint("steps", __name__)
MOST_FIGURES = 3


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
@limited(Group.ANSWER)
def steps() -> str:
    """Show one block of the answer to a question in the address."""
    return steps_page(answers(), request.args.get("n", ""))


@blueprint.post("/route/steps")
@limited(Group.ANSWER)
def steps_from_position() -> str:
    """Show one block of a route from a position: it was posted and stands in no address."""
    return steps_page(answers(), request.form.get("n", ""))


def steps_page(told: MultiDict[str, str], n: str) -> str:
    """Return the page of block ``n`` (0 the overview) of the answer to a question.

    Raises:
        BadInput: the question cannot be answered.
    """
    answer = answer_of_page(the_network(), query_of_page(told))
    manner = manner_of_page(told, the_readings())
    return render_template("steps.html", **_page(answer, manner, told, n))


def _page(answer: Answer, manner: Manner, told: MultiDict[str, str], n: str) -> dict[str, Any]:
    group = answer.query.traveller.group
    words = manner.words(group)
    guidance = describe_answer(answer, manner=manner)[0]
    route = answer.routes[0] if answer.status is Outcome.OK else None
    walk = followed_route(route, guidance.blocks, answer.query.traveller) if route else None
    screens = list(_screens(guidance, walk))
    return {
        "title": said.say_title(own_words(), answer),
        "heading": line_html(said.title_line(own_words(), answer)),
        "guidance": guidance,
        "caution_word": said.label(words, "caution"),
        "screens": screens,
        "at": _number(n, len(screens) - 1),
        "walk": walk,
        "off_route": off_route(words, answer.destination),
        "carried": list(told.items(multi=True)) if has_position(told) else [],
        "question": question_of(answer.query, how_asked(told)),
    }


def off_route(words: Words, goal: Place | None) -> Line:
    """Return what is said to who has left the route, with whom to ask."""
    number = Literal(goal.telephone) if goal and goal.telephone else None
    return words.line((say("off_route"), say("off_route_ask", number=number)))


def _screens(guidance: Guidance, walk: dict[str, Any] | None) -> Iterator[Screen]:
    yield Screen(0, (), (*guidance.assumed, guidance.overview, *guidance.why), (), None)
    if walk is None:
        return
    total = length_m([tuple(place) for place in walk["line"]])
    for number, (block, place) in enumerate(zip(guidance.blocks, walk["blocks"], strict=True), 1):
        left = total - place["at_m"]
        told = round_metres(left, coarse=True) if left >= 1 else None
        yield Screen(number, block.cautions, (block.said,), block.notes, told)


def _number(text: str, last: int) -> int:
    """Return the block that is asked for; the nearest that there is, the overview for no number."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES
    return min(int(text), last) if is_number else 0
