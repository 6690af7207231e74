"""What if: assumptions as text, what they change, and that nothing else changes by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeguide.errors import BadInput
from routeguide.exchange.answer_json import answer_to_json
from routeguide.model.attributes import ATTRIBUTES
from routeguide.model.overlay import LiftReport, Overlay
from routeguide.model.passage import Passage
from routeguide.model.place import Place, PlaceKind
from routeguide.model.route import Answer, Assumption, Outcome
from routeguide.model.values import Fact, Measure
from routeguide.model.vocabulary import Evidence, Kind, LiftState, Status, UnknownPolicy
from routeguide.network import overlay as overlay_module
from routeguide.network.overlay import lay_over
from routeguide.network.store import Network
from routeguide.routing import plan
from routeguide.routing.plan import find_route
from routeguide.routing.what_if import MOST_ASSUMPTIONS, assume, read_assumptions
from tests.drawn import NOON, ask, at, draw, draw_draft, fact, mapped, network_of

HOUR = timedelta(hours=1)
CHAIR = "wheelchair_manual"
LIFT = "lift:bc"
MAP = """
A---B~~~C---D
|           |
|           |
|           |
|           |
|           |
E---F===G---H
"""


def key(a: str, b: str) -> str:
    first, second = sorted((a, b))
    return f"w{ord(first) * 100 + ord(second)}:{ord(a)}-{ord(b)}"


def network(**more: Any) -> Network:
    return draw(MAP, **more, stations="A", facilities="D")


def what_if(base: Network, *texts: str, who: str = CHAIR, **more: Any) -> Answer:
    return find_route(base, replace(ask("A", "D", who, **more), what_if=texts))


def keys(answer: Answer) -> list[list[str]]:
    return [[s.passage.key for s in route.segments] for route in answer.routes]


# -- reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "change", "of", "attribute", "value"),
    [
        ("lift:bc=open", "open", "lift:bc", None, None),
        ("lift:bc=out", "out", "lift:bc", None, None),
        ("  lift:bc=out ", "out", "lift:bc", None, None),
        (f"{key('F', 'G')}=closed", "closed", key("F", "G"), None, None),
        (f"{key('G', 'F')}=open", "open", key("G", "F"), None, None),
        (f"{key('F', 'G')}.step_cm=0", "value", key("F", "G"), "step_cm", 0.0),
        (f"{key('F', 'G')}.step_cm=2.5", "value", key("F", "G"), "step_cm", 2.5),
        (f"{key('F', 'G')}.width_cm=80..120", "value", key("F", "G"), "width_cm", (80.0, 120.0)),
        (f"{key('F', 'G')}.slope_pct=-4", "value", key("F", "G"), "slope_pct", -4.0),
        (f"{key('F', 'G')}.slope_pct=-4..-1", "value", key("F", "G"), "slope_pct", (-4.0, -1.0)),
        (f"{key('F', 'G')}.surface=loose", "value", key("F", "G"), "surface", "loose"),
        (f"{key('F', 'G')}.surface=none", "value", key("F", "G"), "surface", None),
        (f"{key('F', 'G')}.surface=unset", "value", key("F", "G"), "surface", None),
        (f"{key('F', 'G')}.step_cm=none", "value", key("F", "G"), "step_cm", None),
        (f"{key('F', 'G')}.footway=none", "value", key("F", "G"), "footway", "none"),
        (f"{key('F', 'G')}.footway=unset", "value", key("F", "G"), "footway", None),
        (f"{key('F', 'G')}.hours=09:00-17:00", "value", key("F", "G"), "hours", "09:00-17:00"),
        ("G.step_cm=3", "value", "G", "step_cm", 3.0),
        ("G.barrier=gate", "value", "G", "barrier", "gate"),
        ("G=closed", "closed", "G", None, None),
    ],
)
def test_each_form_of_assumption_is_read(
    text: str, change: str, of: str, attribute: str | None, value: Any
) -> None:
    [one] = read_assumptions(network(), [text])
    assert (one.change, one.key, one.attribute, one.value) == (change, of, attribute, value)
    assert one.text == text.strip()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "対象=値"),
        ("lift:bc", "対象=値"),
        ("=open", "対象=値"),
        ("lift:zz=open", "この道路網にありません"),
        ("lift:bc=broken", "open か out"),
        ("lift:bc=", "open か out"),
        ("w1:2-3=closed", "通路や地点はこの道路網にありません"),
        ("w1:2-3.step_cm=0", "通路や地点はこの道路網にありません"),
        (f"{key('F', 'G')}.step=0", "属性がありません"),
        (f"{key('F', 'G')}.closed=yes", "属性がありません"),
        (f"{key('F', 'G')}.lift_status=out", "属性がありません"),
        (f"{key('F', 'G')}=5", "属性がありません"),
        (f"{key('F', 'G')}.step_cm=high", "数か"),
        (f"{key('F', 'G')}.step_cm=", "数か"),
        (f"{key('F', 'G')}.step_cm=nan", "数か"),
        (f"{key('F', 'G')}.step_cm=inf", "数か"),
        (f"{key('F', 'G')}.step_cm=-1", "数か"),
        (f"{key('F', 'G')}.step_cm=99999", "数か"),
        (f"{key('F', 'G')}.slope_pct=-200", "数か"),
        (f"{key('F', 'G')}.width_cm=120..80", "数か"),
        (f"{key('F', 'G')}.width_cm=1..2..3", "数か"),
        (f"{key('F', 'G')}.surface=mud", "次のどれか"),
        (f"{key('F', 'G')}.step_cm=" + "0" * 300, "読めません"),
    ],
)
def test_what_is_not_understood_is_answered_with_a_plain_sentence(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as error:
        what_if(network(), text)
    message = error.value.message
    assert error.value.status == 400
    assert any("ぁ" <= letter <= "ん" for letter in message)


def test_at_most_ten_assumptions_are_made() -> None:
    one = f"{key('F', 'G')}.step_cm=0"
    assert what_if(network(), *[one] * MOST_ASSUMPTIONS).status is Outcome.OK
    with pytest.raises(BadInput, match="10件まで"):
        what_if(network(), *[one] * (MOST_ASSUMPTIONS + 1))


@settings(max_examples=300)
@given(st.text(max_size=60), st.sampled_from(["", key("F", "G"), "lift:bc", "G", "lift:"]))
def test_no_text_is_answered_with_anything_but_a_sentence_or_an_assumption(
    text: str, before: str
) -> None:
    try:
        read = read_assumptions(SHARED, [before + text])
    except BadInput as error:
        assert error.message  # noqa: PT017 - either way is fine
    else:
        assert all(isinstance(one, Assumption) for one in read)


SHARED = network()


@pytest.mark.parametrize("attribute", [a.name for a in ATTRIBUTES])
def test_every_attribute_can_be_assumed_but_those_that_only_reports_set(attribute: str) -> None:
    row = next(a for a in ATTRIBUTES if a.name == attribute)
    word = str(next(iter(row.vocabulary))) if row.vocabulary else "24/7" if row.is_text else "1"
    text = f"{key('F', 'G')}.{attribute}={word}"
    if attribute in {"closed", "lift_status"}:
        with pytest.raises(BadInput):
            read_assumptions(SHARED, [text])
    else:
        [one] = read_assumptions(SHARED, [text])
        assert str(one.value) in {word, "1.0"}


# -- what it changes ---------------------------------------------------------------------------


def test_a_lift_assumed_out_is_walked_around_and_the_difference_is_told() -> None:
    base = network()
    now, then = find_route(base, ask("A", "D", CHAIR)), what_if(base, "lift:bc=out")
    assert then.assumed is not None
    assert [one.text for one in then.assumed.changes] == ["lift:bc=out"]
    assert then.assumed.status is Outcome.OK
    assert (then.assumed.length_m, then.assumed.duration_s) == (
        now.routes[0].length_m, now.routes[0].duration_s,
    )  # fmt: skip
    assert not then.assumed.same_way
    assert then.routes[0].length_m == pytest.approx(240, abs=0.7)
    assert then.query.what_if == ("lift:bc=out",)
    assert now.assumed is None


def test_a_lift_that_is_out_assumed_open_is_ridden_again() -> None:
    report = LiftReport(LIFT, LiftState.OUT, NOON - HOUR)
    base = lay_over(network(), Overlay(revision=4, as_of=NOON, outages=(report,)))
    answer = what_if(base, "lift:bc=open")
    assert LIFT in {s.passage.lift_id for s in answer.routes[0].segments}
    assert answer.overlay_revision == 4
    assert answer.assumed is not None
    assert answer.assumed.length_m == pytest.approx(240, abs=0.7)


def test_a_planned_lift_assumed_open_opens_a_way() -> None:
    draft = draw_draft("A---B~~~C---D", stations="A", facilities="D")
    next(e for e in draft.edges.values() if e.lift_id == LIFT).status = Status.PLANNED
    base = network_of(draft)
    answer = what_if(base, "lift:bc=open")
    assert answer.assumed is not None
    assert answer.assumed.status is Outcome.NO_ROUTE
    assert answer.assumed.length_m is None
    assert answer.status is Outcome.OK
    assert find_route(base, ask("A", "D", CHAIR)).status is Outcome.NO_ROUTE


def test_a_lift_named_by_a_place_is_told_with_its_name_and_station() -> None:
    base = network()
    base.places[LIFT] = Place(LIFT, PlaceKind.LIFT, "北エレベーター", parent="station:a")
    answer = what_if(base, "lift:bc=out")
    assert answer.assumed is not None
    [one] = answer.assumed.changes
    assert (one.lift, one.station) == (base.places[LIFT], base.places["station:a"])


def test_a_lift_that_has_a_name_but_no_place_on_the_network_is_told_so() -> None:
    base = network()
    base.places["lift:a/9"] = Place("lift:a/9", PlaceKind.LIFT, "9号機", parent="station:a")
    with pytest.raises(BadInput, match="9号機がこの道路網のどこにあるか分かりません"):
        what_if(base, "lift:a/9=open")


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (f"{key('F', 'G')}.step_cm=0", "EFGH"),
        (f"{key('G', 'F')}.step_cm=0", "EFGH"),
        (f"{key('F', 'G')}.step_cm=9", None),
        (f"{key('F', 'G')}.step_cm=none", "EFGH"),
        (f"{key('F', 'G')}=closed", None),
        (f"{key('G', 'F')}=closed", None),
    ],
)
def test_a_value_or_a_closure_opens_or_closes_a_way(text: str, way: str | None) -> None:
    base = draw(MAP, {"FG": {"step_cm": mapped(5)}, "BC": {"gap_cm": mapped(60)}},
                stations="A", facilities="D")  # fmt: skip
    assert find_route(base, ask("A", "D", CHAIR)).status is Outcome.NO_ROUTE
    answer = what_if(base, text)
    assert (answer.status is Outcome.OK) is (way is not None)
    assert answer.assumed is not None
    if way is None:
        assert answer.assumed.same_way


@pytest.mark.parametrize("closed", [key("F", "G"), key("G", "F")])
@pytest.mark.parametrize("opened", [key("F", "G"), key("G", "F")])
def test_what_is_closed_is_opened_whichever_way_it_is_named(closed: str, opened: str) -> None:
    base = draw("A---F===G---D", stations="A", facilities="D")
    shut = lay_over(base, Overlay(revision=2, closed=frozenset({closed})))
    assert find_route(shut, ask("A", "D", CHAIR)).status is Outcome.NO_ROUTE
    assert what_if(shut, f"{opened}=open").status is Outcome.OK


def test_a_closure_assumed_is_told_as_assumed_and_a_real_one_as_real() -> None:
    base = draw("A---F===G---D", stations="A", facilities="D")
    [one] = what_if(base, f"{key('F', 'G')}=closed").blockers
    assert (one.attribute, one.source) == ("closed", "assumed")
    shut = lay_over(base, Overlay(revision=2, closed=frozenset({key("F", "G")})))
    [real] = what_if(shut, f"{key('A', 'F')}.step_cm=1").blockers
    assert (real.key, real.source) == (key("F", "G"), "overlay:2")


def test_an_assumed_value_stands_over_one_observed_from_the_other_side() -> None:
    base = draw("A---F===G---D", stations="A", facilities="D")
    nine = Measure(9, 9, Evidence.SURVEY, "seen")
    seen = lay_over(
        base,
        Overlay(revision=2, values={key("F", "G"): {"width_cm": nine},
                                    key("G", "F"): {"step_cm": nine}}),
    )  # fmt: skip
    texts = (f"{key('F', 'G')}.step_cm=1", f"{key('F', 'G')}.width_cm=120")
    assert what_if(seen, *texts).status is Outcome.OK


def test_an_assumed_kerb_on_a_bare_node_stands_in_the_way() -> None:
    base = draw("A---F===G---D", stations="A", facilities="D")
    [one] = what_if(base, "G.step_cm=5").blockers
    assert (one.key, one.attribute, one.value, one.source) == ("G", "step_cm", 5, "assumed")


def test_the_later_of_two_assumptions_counts() -> None:
    opened = what_if(network(), "lift:bc=out", "lift:bc=open")
    closed = what_if(network(), "lift:bc=open", "lift:bc=out")
    assert opened.routes[0].length_m < closed.routes[0].length_m
    assert opened.assumed is not None
    assert opened.assumed.same_way


def test_an_assumption_that_changes_nothing_is_told_as_that() -> None:
    answer = what_if(network(), f"{key('F', 'G')}.width_cm=150")
    assert answer.assumed is not None
    assert answer.assumed.same_way


def test_an_assumed_value_is_marked_where_it_is_used() -> None:
    base = draw("A---F===G---D", stations="A", facilities="D")
    route = what_if(base, f"{key('F', 'G')}.width_cm=95").routes[0]
    assert route.segments[1].passage.measure("width_cm") == Measure(
        95, 95, Evidence.SURVEY, "assumed"
    )


def test_an_outage_is_assumed_from_the_departure_on_however_late_that_is() -> None:
    base = lay_over(network(), Overlay(revision=1, as_of=NOON))
    for when in (NOON - HOUR, NOON, NOON + 30 * HOUR):
        lifts = {
            s.passage.lift_id for s in what_if(base, "lift:bc=out", when=when).routes[0].segments
        }
        assert lifts == {None}


def test_a_passage_that_an_overlay_added_cannot_be_assumed_about() -> None:
    new = Passage("ward:new", "B", "F", Kind.RAMP, 40.0, (at(4, 0), at(4, 3)))
    for warmed in (False, True):
        base = network()
        if warmed:
            base.find_edge(key("F", "G"))
        added = lay_over(base, Overlay(revision=1, added=(new,)))
        with pytest.raises(BadInput, match="この道路網にありません"):
            what_if(added, "ward:new.step_cm=9")


# -- what it leaves alone ------------------------------------------------------------------------


def state_of(base: Network) -> tuple[Any, ...]:
    """Return everything of a network and its overlay that an answer can depend on."""
    columns = {name: column.tobytes() for name, column in base.columns.items()}
    cells = {name: dict(table.changes) for name, table in base.tables.items()}
    return (
        columns,
        cells,
        base.overlay,
        base.unplaced,
        base.link_open.tobytes(),
        dict(base.places),
    )


def changes_something(base: Network, *texts: str) -> list[str]:
    before, first = state_of(base), find_route(base, ask("A", "D", CHAIR))
    for text in texts:
        what_if(base, text)
    found = [] if state_of(base) == before else ["the network is another"]
    again = find_route(base, ask("A", "D", CHAIR))
    if (keys(again), again.status) != (keys(first), first.status):
        found.append("the answer is another")
    return found


ALL_KINDS = (
    "lift:bc=out", "lift:bc=open", f"{key('F', 'G')}.step_cm=30", f"{key('A', 'B')}=closed",
    "G.step_cm=30", f"{key('A', 'E')}.surface=none",
)  # fmt: skip


@pytest.mark.parametrize("laid", [False, True])
def test_the_network_and_its_overlay_are_what_they_were_afterwards(*, laid: bool) -> None:
    base = network()
    if laid:
        report = LiftReport(LIFT, LiftState.OUT, NOON - HOUR)
        told = {key("A", "B"): {"step_cm": Measure(1, 1, Evidence.SURVEY, "seen")}}
        base = lay_over(base, Overlay(revision=1, as_of=NOON, outages=(report,), values=told))
    assert changes_something(base, *ALL_KINDS) == []


def _in_place(base: Network, overlay: Overlay) -> Network:
    """Lay an overlay over by writing into the network's own columns: what must not be."""
    laid = overlay_module._Laid()
    for name in overlay.closed:
        overlay_module._lay_values(base, laid, name, {"closed": fact("yes")})
    for report in overlay.outages:
        for edge in base.lift_edges.get(report.lift, ()):
            laid.edges.setdefault(edge, {})["lift_status"] = fact("out")
    base.tables["edge"].changes = laid.edges
    base.tables["edge"]._rows.clear()
    base.memo.clear()
    return base


def test_the_unchanged_check_catches_a_build_that_writes_into_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plan, "lay_over", _in_place)
    assert changes_something(network(), "lift:bc=out")


def test_assuming_adds_to_the_overlay_and_leaves_the_given_one_alone() -> None:
    overlay = Overlay(revision=5, as_of=NOON, closed=frozenset({"x"}))
    texts = ("lift:bc=out", f"{key('F', 'G')}.step_cm=1")
    then = assume(overlay, read_assumptions(SHARED, texts), NOON)
    assert overlay == Overlay(revision=5, as_of=NOON, closed=frozenset({"x"}))
    assert then.assumptions == texts
    assert then.closed == {"x"}
    assert then.values[key("F", "G")] == {"step_cm": Measure(1, 1, Evidence.SURVEY, "assumed")}
    assert isinstance(assume(overlay, read_assumptions(SHARED, ["G.kerb=raised"]), NOON)
                      .values["G"]["kerb"], Fact)  # fmt: skip


def test_the_answer_as_json_is_marked_and_lists_what_is_assumed() -> None:
    body = answer_to_json(what_if(network(), "lift:bc=out"), network_info={})
    assert body["question"]["what_if"] == ["lift:bc=out"]
    assert body["assumed"]["changes"][0]["text"] == "lift:bc=out"
    assert body["assumed"]["without"]["status"] == "ok"
    assert body["assumed"]["without"]["length_m"] == pytest.approx(120, abs=0.5)
    assert answer_to_json(find_route(network(), ask("A", "D")), network_info={})["assumed"] is None


# -- the way back ----------------------------------------------------------------------------------


def test_the_way_back_asks_the_same_from_the_other_end() -> None:
    query = replace(
        ask("A", "D", CHAIR, unknown=UnknownPolicy.REFUSE), alternatives=2, what_if=("lift:bc=out",)
    )
    back = query.back()
    assert (back.origin, back.destination) == (query.destination, query.origin)
    assert back.back() == query
    assert replace(back, origin=query.origin, destination=query.destination) == query


def test_the_way_back_is_walked_the_other_way_and_slopes_turn_round() -> None:
    base = draw(MAP, {"FG": {"slope_pct": mapped(4)}}, stations="A", facilities="D")
    query = replace(ask("A", "D", CHAIR), what_if=("lift:bc=out",))
    there, back = find_route(base, query), find_route(base, query.back())
    turned = [s.passage.reversed().key for s in reversed(there.routes[0].segments)]
    assert keys(back) == [turned]
    slopes = [s.passage.measure("slope_pct") for s in back.routes[0].segments]
    assert np.isclose([m.low for m in slopes if m], [0, 0, -4, 0, 0]).all()
    assert back.assumed is not None
