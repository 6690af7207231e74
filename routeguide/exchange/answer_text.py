"""An answer as plain text for a terminal, a mail or another device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from routeguide.directions.describe import describe, describe_no_route
from routeguide.directions.limits import list_limits
from routeguide.directions.names import JST
from routeguide.model.guidance import Guidance
from routeguide.model.route import Answer, Outcome


def answer_to_text(answer: Answer, *, network_info: Mapping[str, Any]) -> str:
    """Return the words of an answer, numbered step by step, with what it is based on."""
    lines = list(_body(answer))
    if answer.notices:
        lines += ["", *(f"お知らせ: {notice}" for notice in answer.notices)]
    query = answer.query
    limits = list_limits(query.traveller, query.unknown)
    lines += [
        "",
        f"移動のしかた: {query.traveller.name_ja}",
        f"使った条件: {'、'.join(f'{what} {limit}' for what, limit in limits)}",
        f"{based_on(answer, network_info)}、出発 {query.depart_at:%Y-%m-%d %H:%M}",
    ]
    return "\n".join(lines)


def based_on(answer: Answer, network_info: Mapping[str, Any]) -> str:
    """Return the network's version and the overlay's revision and time in Japanese."""
    told = f"道路網 {network_info['version']}"
    if answer.overlay_revision or answer.overlay_as_of:
        told += f"、更新 {answer.overlay_revision}"
    if answer.overlay_as_of:
        told += f"（{answer.overlay_as_of.astimezone(JST):%Y-%m-%d %H:%M} 時点）"
    return told


def _body(answer: Answer) -> Iterator[str]:
    if answer.status is Outcome.ASK:
        yield "近くに使える道が見つかりません。近い道の候補:"
        for row in answer.candidates:
            name = row["name"] or "名前のない道"
            yield f"  {name} {row['distance_m']}メートル（{row['lat']},{row['lon']}）"
        return
    if answer.status is Outcome.NO_ROUTE:
        yield from _guidance(describe_no_route(answer))
        return
    traveller = answer.query.traveller
    for number, route in enumerate(answer.routes):
        if number:
            yield from ("", f"― 別の道 {number} ―")
        yield from _guidance(describe(route, traveller=traveller, answer=answer))


def _guidance(guidance: Guidance) -> Iterator[str]:
    yield guidance.summary
    yield from guidance.reasons
    yield ""
    for number, block in enumerate(guidance.blocks, 1):
        for caution in block.caution:
            yield f"{number}. 注意: {caution}"
        yield f"{number}. {block.text}"
        for note in block.note:
            yield f"   {note}"
