"""Cases of the golden files: what is told of drawn routes, and of answers on the ward network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from routeguide.directions.describe import tell_answer, tell_route
from routeguide.directions.phrase import Telling
from routeguide.model.traveller import get_preset
from routeguide.routing.plan import find_route
from tests.directions.situations import SITUATIONS
from tests.drawn import ask, draw, mapped
from tests.ward_network import LIFT, ask_ward
from tools.write_examples import TRIPS

Case = Callable[[str], list[Telling]]


def on_ward(origin: str, goal: str, who: str, **more: object) -> list[Telling]:
    return tell_answer(ask_ward(origin, goal, who, **more))  # type: ignore[arg-type]


def drawn_route(name: str, who: str) -> list[Telling]:
    return [tell_route(SITUATIONS[name](), traveller=get_preset(who))]


def blocked_by_a_step(who: str) -> list[Telling]:
    values = {"AB": {"step_cm": mapped(12)}}
    network = draw("A---B", values, stations="A", facilities="B")
    return tell_answer(find_route(network, ask("A", "B", who)))


KOTAKE = ("kotake-mukaihara", "kotake-toshokan")

ANSWERS: Mapping[str, Case] = {
    "the_only_lift_is_out": lambda who: on_ward(*KOTAKE, who, out=LIFT),
    "what_if_the_second_lift_were_open": lambda who: on_ward(
        *KOTAKE, who, what_if=("lift:kotake-mukaihara/2=open",)
    ),
    "what_if_the_lift_were_out": lambda who: on_ward(*KOTAKE, who, what_if=(f"{LIFT}=out",)),
    "other_ways": lambda who: on_ward("toshimaen", "nerimakuyakusho", who, alternatives=3),
    "no_way_for_wheels": lambda who: on_ward("musashi-seki", "sekimachi-toshokan", who),
    "blocked_by_a_step": blocked_by_a_step,
}

CASES: Mapping[str, Case] = {
    **{name: partial(drawn_route, name) for name in SITUATIONS},
    **{f"ward_{a}_to_{b}": partial(on_ward, a, b) for a, b in TRIPS},
    **ANSWERS,
}
WHO = ("white_cane", "wheelchair_manual", "walk")
