"""One answer of every kind, on drawn networks: what all formats are tried with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from routeguide.model.asked import endpoint_of
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.route import Answer
from routeguide.model.vocabulary import LiftState, UnknownPolicy
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing.plan import find_route
from tests.drawn import CELL_M, NOON, ask, at, draw, fact, mapped

INFO: dict[str, Any] = {"version": "drawn-network-00", "built_at": None, "sources": []}
AROUND = """
A-----------B
|           |
C-----------D
"""
LIFT = """
A---B~~~C---D
|           |
E:::::::::::F
"""
LOST = LiftReport("lift:zz", LiftState.OUT, NOON - timedelta(hours=1))
OVERLAY = Overlay(revision=7, as_of=NOON, outages=(LOST,))


def laid(network: Network, overlay: Overlay = OVERLAY) -> Network:
    return lay_over(network, overlay)


def answer(text: str, goal: str, who: str = "walk", **more: Any) -> Answer:
    """Answer a question from A to a letter; ``asked`` changes the question."""
    asked = more.pop("asked", {})
    network = laid(draw(text, more.pop("values", None), stations="A", facilities=goal, **more))
    return find_route(network, replace(ask("A", goal, who), **asked))


def ask_back(metres: float) -> Answer:
    """Return an answer to a question from a position so far south of the only way."""
    network = laid(draw("A---B===C", stations="A", facilities="C"))
    lon, lat = at(6, metres / CELL_M)
    query = replace(ask("A", "C"), origin=endpoint_of(f"{lat},{lon}"))
    return find_route(network, query)


ANSWERS: dict[str, Answer] = {
    "ok": answer("A---B++C===D", "D", "wheelchair_manual", values={"CD": {"step_cm": None}}),
    "ok, all known": answer("A---B", "B", "wheelchair_manual"),
    "ok, nobody special": answer("A---B:::C", "C"),
    "other ways": answer(
        AROUND, "B", "cane", values={"AB": {"tactile": None, "slope_pct": mapped(4)}},
        asked={"alternatives": 3},
    ),
    "by lift": answer(LIFT, "D", "wheelchair_manual"),
    "assumed": answer(LIFT, "D", "walk", asked={"what_if": ("lift:bc=out",)}),
    "assumed, no way": answer(
        LIFT, "D", "wheelchair_manual", asked={"what_if": ("lift:bc=out",)}
    ),
    "no route": answer(
        "A---B---C", "C", "wheelchair_manual", values={"BC": {"step_cm": mapped(12)}}
    ),
    "no route, unknown": answer(
        "A---B", "B", "wheelchair_manual", values={"AB": {"surface": None}},
        asked={"unknown": UnknownPolicy.REFUSE},
    ),
    "no route, not joined": answer("A---B\n\nC---D", "D"),
    "locked": answer("A---B", "B", values={"AB": {"locked": fact("yes")}}),
    "ask": ask_back(60),
    "ask, nothing near": ask_back(900),
}  # fmt: skip
