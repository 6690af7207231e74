"""The sketch of a route for a page of a printed sheet, its letters nearly as large as the type."""

from __future__ import annotations

from dataclasses import replace

from routeguide.directions.describe import PLAIN, Manner, describe_answer
from routeguide.directions.ruby import NO_RUBY
from routeguide.exchange.drawing import draw_route
from routeguide.exchange.sketch import Size, draw_sketch
from routeguide.model.route import Answer
from routeguide.network.store import Network

PAGE = Size(width_mm=150.0, least_mm=100.0, most_mm=140.0, text_mm=6.2)
"""A little less than A4 without its margins: lines of 2 mm or more, letters of 18 points."""


def print_sketch(answer: Answer, network: Network, manner: Manner = PLAIN) -> str | None:
    """Return the best route as SVG for a page of a printed sheet; None without a route."""
    if not answer.routes or not answer.routes[0].segments:
        return None
    bare = replace(manner, ruby=NO_RUBY)
    words = bare.words(answer.query.traveller.group)
    guidance = describe_answer(answer, manner=bare)[0]
    return draw_sketch(draw_route(answer, guidance, network, words), network, words, size=PAGE)
