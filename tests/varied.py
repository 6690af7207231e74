"""Random small networks on which most ways are open and no two are alike.

For whoever compares ways: alternatives, times, what is said for one of them.
"""

from __future__ import annotations

from hypothesis import strategies as st

from routeguide.model.geodesy import length_m
from routeguide.model.place import Place, PlaceKind
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, RoadClass
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from tests.drawn import GOOD, at, fact, mapped

LETTERS = "ABCDEFGHIJKL"
COLUMNS, CELLS = 4, 6
PAIRS = [(a, a + 1) for a in range(12) if a % COLUMNS != COLUMNS - 1] + [
    (a, a + COLUMNS) for a in range(8)
]

HARMLESS: dict[str, st.SearchStrategy[Known | None]] = {
    "slope_pct": st.integers(-12, 12).map(mapped),
    "width_cm": st.sampled_from([mapped(150), mapped(90, 200), None]),
    "step_cm": st.sampled_from([mapped(0), Measure(0, 0, Evidence.INFERRED, "random"), None]),
    "surface": st.sampled_from([fact("firm"), fact("firm", Evidence.EXPIRED), None]),
    "tactile": st.sampled_from([fact("partial"), fact("hardly_any"), None]),
    "footway": st.sampled_from([fact("none"), None]),
    "crossing": st.sampled_from([fact("signals"), fact("unmarked"), None]),
    "signal_sound": st.sampled_from([fact("button"), fact("none")]),
    "step_count": st.sampled_from([mapped(4), mapped(40), None]),
    "hours": st.sampled_from([fact("09:00-12:05"), fact("12:03-17:00"), fact("on request")]),
}
KINDS = [Kind.FOOTWAY] * 5 + [Kind.STREET] * 3 + [Kind.CROSSING] * 3 + [
    Kind.STEPS, Kind.LIFT, Kind.ESCALATOR, Kind.RAMP
]  # fmt: skip
ROADS = [RoadClass.RESIDENTIAL, RoadClass.TERTIARY, RoadClass.SECONDARY]


@st.composite
def varied(draw: st.DrawFn) -> Draft:
    """Draw a grid of 4 x 3 nodes, A to L, nearly whole, with parallel and bent passages."""
    draft = Draft()
    for index, letter in enumerate(LETTERS):
        draft.nodes[letter] = DraftNode(at(CELLS * (index % COLUMNS), CELLS * (index // COLUMNS)))
    for number, (a, b) in enumerate(PAIRS):
        for copy in range(draw(st.sampled_from([0, 1, 1, 1, 1, 1, 2]))):
            draft.add_edge(_passage(draw, draft, a, b, 10 * number + copy + 1))
    for letter in draw(st.sets(st.sampled_from(LETTERS[1:-1]), max_size=2)):
        hours = draw(st.sampled_from([None, *("09:00-12:02", "12:04-17:00", "on request")]))
        kerb: dict[str, Known] = {"kerb": fact("lowered"), "step_cm": mapped(1)}
        draft.points[letter] = kerb if hours is None else {
            "barrier": fact("gate"), "gap_cm": mapped(100), "hours": fact(hours)
        }  # fmt: skip
    for kind, letter in ((PlaceKind.STATION, "A"), (PlaceKind.FACILITY, "L")):
        place = Place(
            id=f"{kind}:{letter.lower()}", kind=kind, name=f"{letter}の場所",
            lonlat=draft.nodes[letter].lonlat, point_is="entrance",
        )  # fmt: skip
        draft.places[place.id] = place
    return draft


def _passage(draw: st.DrawFn, draft: Draft, a: int, b: int, number: int) -> DraftEdge:
    kind = draw(st.sampled_from(KINDS))
    values = dict(GOOD)
    for name in draw(st.sets(st.sampled_from(sorted(HARMLESS)), max_size=3)):
        value = draw(HARMLESS[name])
        values.pop(name, None)
        if value is not None:
            values[name] = value
    if isinstance(values.get("hours"), Fact) and draw(st.integers(0, 2)):
        del values["hours"]
    bend = draw(st.sampled_from([0.0, 1.0, 2.5]))
    start, end = (draft.nodes[LETTERS[one]].lonlat for one in (a, b))
    middle = at(
        CELLS * (a % COLUMNS + (b - a == 1) / 2) + bend,
        CELLS * (a // COLUMNS + (b - a != 1) / 2) + bend,
    )
    line = (start, middle, end)
    road = draw(st.sampled_from(ROADS)) if kind is Kind.STREET else RoadClass.FOOTWAY
    return DraftEdge(
        key=f"w{number}:{a}-{b}", start=LETTERS[a], end=LETTERS[b], kind=kind, line=line,
        length_m=length_m(line), road_class=road, values=values,
        lift_id=f"lift:l{number}" if kind is Kind.LIFT else None,
        oneway=draw(st.sampled_from([0, 0, 1, -1])) if kind is Kind.ESCALATOR else 0,
    )  # fmt: skip
