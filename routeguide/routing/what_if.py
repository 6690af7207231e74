"""Assumptions as text: what if a lift were out, a second one built, a step gone.

``lift:<station>/<code>=open`` or ``=out``; ``<passage>.<attribute>=<value>``
(a number, ``low..high``, a word of the attribute, or ``none`` or ``unset`` for
what is not known) and the same for a node with a kerb, gate or door;
``<passage>=closed`` or ``=open``. Where ``none`` is a word of the attribute
(no footway, no sound) it is meant as that word.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from routeguide.errors import BadInput
from routeguide.model.attributes import BY_NAME, Attribute
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.passage import reverse_key
from routeguide.model.route import Assumption, Where
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, LiftState
from routeguide.network.store import Network
from routeguide.routing.blockers import where_is

MOST_ASSUMPTIONS = 10
MOST_TEXT = 200
SOURCE = "assumed"
UNSET = frozenset({"none", "unset"})
HELP = "lift:kotake-mukaihara/2=open lift:kotake-mukaihara/evr=out w12:3-4.step_cm=0"
LARGEST = {"pct": 100.0, "cm": 10_000.0, "m": 1_000.0, "count": 1_000.0}
"""Assumed values are at most this, by unit; only signed ones are below zero."""


def read_assumptions(network: Network, texts: Sequence[str]) -> tuple[Assumption, ...]:
    """Read assumptions.

    Raises:
        BadInput: one is not understood, or names nothing in this network.
    """
    if len(texts) > MOST_ASSUMPTIONS:
        raise BadInput("仮定は%(most)s件までにしてください。", most=MOST_ASSUMPTIONS)
    return tuple(_read(network, text.strip()) for text in texts)


def assume(overlay: Overlay, assumptions: Sequence[Assumption], at: datetime) -> Overlay:
    """Return the overlay with the assumptions on top; outages begin at ``at`` at the latest."""
    for one in assumptions:
        overlay = _assume_one(overlay, one, at)
    texts = tuple(one.text for one in assumptions)
    return replace(overlay, assumptions=overlay.assumptions + texts)


def _assume_one(overlay: Overlay, one: Assumption, at: datetime) -> Overlay:
    if one.change == "value":
        values = {**overlay.values.get(one.key, {}), str(one.attribute): _known(one)}
        others = {key: told for key, told in overlay.values.items() if key != one.key}
        return replace(overlay, values={**others, one.key: values})  # the last one counts
    if one.change == "closed":
        return replace(overlay, closed=overlay.closed | {one.key})
    reports = tuple(report for report in overlay.outages if report.lift != one.key)
    if one.change == "out":
        begins = min(at, overlay.as_of) if overlay.as_of else at
        report = LiftReport(one.key, LiftState.OUT, begins, source=SOURCE)
        return replace(overlay, outages=(*reports, report), opened=overlay.opened - {one.key})
    return replace(
        overlay,
        outages=reports,
        opened=overlay.opened | {one.key},
        closed=overlay.closed - {one.key, reverse_key(one.key)},
    )


def _read(network: Network, text: str) -> Assumption:
    target, equals, value = text.rpartition("=")
    if not equals or not target or len(text) > MOST_TEXT:
        raise BadInput(
            "仮定「%(text)s」を読めません。「対象=値」の形で書いてください。例: %(help)s",
            text=text[:60],
            help=HELP,
        )
    if target.startswith("lift:") and "." not in target:
        return _read_lift(network, text, target, value)
    if value in {"closed", "open"}:
        return Assumption(text, value, target, _where(network, target))
    key, dot, name = target.rpartition(".")
    attribute = BY_NAME.get(name)
    if not dot or attribute is None or name in {"closed", "lift_status"}:
        names = "、".join(n for n in BY_NAME if n not in {"closed", "lift_status"})
        raise BadInput(
            "仮定「%(text)s」の属性がありません。使えるもの: %(names)s。例: %(help)s",
            text=text[:60],
            names=names,
            help=HELP,
        )
    return Assumption(
        text, "value", key, _where(network, key), attribute=name,
        value=_read_value(attribute, value, text),
    )  # fmt: skip


def _read_lift(network: Network, text: str, lift: str, value: str) -> Assumption:
    place = network.places.get(lift)
    if lift not in network.base.lift_edges:
        known = "、".join(list(network.base.lift_edges)[:5])
        if place:
            raise BadInput("%(name)sがこの道路網のどこにあるか分かりません。", name=place.name)
        raise BadInput(
            "「%(lift)s」というエレベーターはこの道路網にありません。あるもの: %(known)s など。",
            lift=lift,
            known=known,
        )
    if value not in {"open", "out"}:
        raise BadInput("エレベーターの仮定は open か out です。「%(text)s」", text=text[:60])
    station = network.places.get(place.parent or "") if place else None
    return Assumption(text, value, lift, lift=place, station=station)


def _where(network: Network, key: str) -> Where:
    edge = network.base.find_edge(key)  # assumptions are laid over the network itself
    if edge is not None:
        return where_is(network.passage(edge[0]))
    if network.base.find_node(key) is None:
        raise BadInput(
            "「%(key)s」という通路や地点はこの道路網にありません。"
            "答えの segments にある key を使ってください。",
            key=key[:60],
        )
    return Where("point")


def _read_value(attribute: Attribute, value: str, text: str) -> object:
    words = [str(member) for member in attribute.vocabulary or ()]
    if value in UNSET and value not in words:
        return None
    if attribute.vocabulary:
        if value not in words:
            raise BadInput(
                "「%(name)s」の値は次のどれかです: %(words)s",
                name=attribute.name,
                words="、".join(words),
            )
        return value
    if attribute.is_text:
        return value
    parts = value.split("..")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) not in {1, 2} or not _is_possible(attribute, numbers):
        raise BadInput(
            "仮定「%(text)s」の値は数か「小さい数..大きい数」で書いてください。", text=text[:60]
        )
    return numbers[0] if len(numbers) == 1 else tuple(numbers)


def _is_possible(attribute: Attribute, numbers: Sequence[float]) -> bool:
    largest = LARGEST[attribute.name.rpartition("_")[2]]
    least = -largest if attribute.signed else 0.0
    return all(math.isfinite(n) and least <= n <= largest for n in numbers) and (
        numbers[0] <= numbers[-1]
    )


def _known(one: Assumption) -> Known | None:
    if one.value is None:
        return None
    if isinstance(one.value, str):
        return Fact(one.value, Evidence.SURVEY, SOURCE)
    low, high = one.value if isinstance(one.value, tuple) else (one.value, one.value)
    return Measure(low, high, Evidence.SURVEY, SOURCE)
