"""Routes as guidance: overview, reasons, blocks."""

from __future__ import annotations

from routeguide.directions.blocks import BlockMaker, Length
from routeguide.directions.maneuvers import list_maneuvers
from routeguide.directions.no_route import describe_no_route
from routeguide.directions.overview import list_overview
from routeguide.directions.stretches import find_mostly_unknown
from routeguide.directions.why import list_texts, say_alternative, say_assumed, say_difference
from routeguide.directions.words import Words, join_said
from routeguide.errors import BadInput
from routeguide.model.guidance import Guidance
from routeguide.model.route import Answer, Route
from routeguide.model.traveller import Group, Traveller


def describe(
    route: Route,
    *,
    traveller: Traveller,
    answer: Answer | None = None,
    language: str = "ja",
    length: str = "full",
) -> Guidance:
    """Return the words of a route for a traveller.

    ``answer`` is what the route belongs to: what it assumes and what an
    alternative has over the best route is told from it. The overview comes
    first; what is unknown nearly everywhere is said there, once. ``length``
    is ``summary`` (no blocks), ``full``, or ``walking`` (no notes).

    Raises:
        BadInput: no such language or length.
    """
    words = Words(language)
    wanted = _read_length(length)
    maneuvers = list_maneuvers(route, group=traveller.group)
    is_walk = traveller.group is Group.WALK
    said_once = frozenset[str]() if is_walk else find_mostly_unknown(route)
    overview = join_said(list_overview(words, route, traveller, maneuvers, said_once), "")
    reasons = say_difference(words, route.difference)
    if answer is not None:
        best = answer.routes[0]
        others = [] if route is best else say_alternative(words, route, best)
        reasons = [*say_assumed(words, answer), *reasons, *others]
    texts, speeches = list_texts(reasons)
    maker = BlockMaker(words, route, traveller, said_once, length=wanted)
    return Guidance(
        summary=overview.text,
        blocks=() if wanted is Length.SUMMARY else maker.make(maneuvers),
        reasons=texts,
        language=language,
        summary_speech=overview.speech,
        reasons_speech=speeches,
    )


def describe_answer(answer: Answer, *, language: str = "ja", length: str = "full") -> Guidance:
    """Return the words of an answer: its best route, or why there is none."""
    if not answer.routes:
        return describe_no_route(answer, language=language)
    return describe(
        answer.routes[0], traveller=answer.query.traveller, answer=answer,
        language=language, length=length,
    )  # fmt: skip


def _read_length(length: str) -> Length:
    if length not in list(Length):
        raise BadInput(
            f"「{length}」という長さの案内はありません。次から選んでください: {'、'.join(Length)}"
        )
    return Length(length)


__all__ = ["describe", "describe_answer", "describe_no_route"]
