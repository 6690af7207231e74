"""Random small networks on which everything is fine but for single obstacles of few kinds.

Ways are often refused here, and often a single change opens one: what
explains is exercised, not only the rare lucky network.
"""

from __future__ import annotations

from hypothesis import strategies as st

from routeguide.model.geodesy import length_m
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, RoadClass
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from tests.drawn import GOOD, at

LETTERS = "ABCDEFGHI"
COLUMNS = 3
PAIRS = [(a, a + 1) for a in range(9) if a % COLUMNS != COLUMNS - 1] + [
    (a, a + COLUMNS) for a in range(6)
]

WHEELS = ("wheelchair_manual", "wheelchair_assisted", "wheelchair_powered", "walker", "stroller")


@st.composite
def _measures(draw: st.DrawFn, low: int, high: int) -> Measure:
    a = draw(st.integers(low, high))
    b = draw(st.sampled_from([a, a, draw(st.integers(low, high))]))
    evidence = draw(st.sampled_from([Evidence.MAPPED, Evidence.SURVEY, Evidence.INFERRED]))
    return Measure(min(a, b), max(a, b), evidence, "random")


OBSTACLES: dict[str, st.SearchStrategy[Known]] = {
    "step_cm": _measures(0, 12),
    "width_cm": _measures(60, 120),
    "slope_pct": _measures(-12, 12),
    "surface": st.sampled_from([Fact(word, Evidence.MAPPED, "random") for word in
                                ("firm", "uneven", "loose")]),
    "access": st.just(Fact("no", Evidence.MAPPED, "random")),
}  # fmt: skip
AT_POINTS: dict[str, st.SearchStrategy[Known]] = {
    "step_cm": _measures(0, 12),
    "gap_cm": _measures(60, 120),
}


@st.composite
def obstructed(draw: st.DrawFn) -> Draft:
    """Draw a grid of 3 x 3 nodes, A to I, with obstacles of one or two kinds."""
    names = draw(st.sets(st.sampled_from(sorted(OBSTACLES)), min_size=1, max_size=2).map(sorted))
    draft = Draft()
    for index, letter in enumerate(LETTERS):
        draft.nodes[letter] = DraftNode(at(3 * (index % COLUMNS), 3 * (index // COLUMNS)))
    for number, (a, b) in enumerate(PAIRS):
        for copy in range(draw(st.sampled_from([0, 1, 1, 1, 1, 2]))):
            values = dict(GOOD)
            if draw(st.integers(0, 2)):
                name = draw(st.sampled_from(names))
                values[name] = draw(OBSTACLES[name])
            _add(draw, draft, a, b, 10 * number + copy + 1, values)
    for letter in draw(st.sets(st.sampled_from(LETTERS[1:-1]), max_size=2)):
        name = draw(st.sampled_from(sorted(AT_POINTS)))
        word = {"step_cm": ("kerb", "lowered"), "gap_cm": ("barrier", "gate")}[name]
        told = Fact(word[1], Evidence.MAPPED, "random")
        draft.points[letter] = {name: draw(AT_POINTS[name]), word[0]: told}
    for kind, letter in ((PlaceKind.STATION, "A"), (PlaceKind.FACILITY, "I")):
        place = Place(
            id=f"{kind}:{letter.lower()}", kind=kind, name=f"{letter}の場所",
            lonlat=draft.nodes[letter].lonlat, point_is="entrance",
        )  # fmt: skip
        draft.places[place.id] = place
    return draft


def _add(
    draw: st.DrawFn, draft: Draft, a: int, b: int, number: int, values: dict[str, Known]
) -> None:
    kinds = [Kind.FOOTWAY] * 6 + [Kind.STREET, Kind.STEPS, Kind.LIFT, Kind.ESCALATOR]
    kind = draw(st.sampled_from(kinds))
    roads = [RoadClass.RESIDENTIAL, RoadClass.SECONDARY, RoadClass.PRIMARY, RoadClass.TRUNK]
    road = draw(st.sampled_from(roads)) if kind is Kind.STREET else RoadClass.FOOTWAY
    if kind is Kind.STREET and draw(st.booleans()):
        values.pop("width_cm", None)
    middle = draw(st.sampled_from([0.0, 0.5, 1.0]))
    start, end = (draft.nodes[LETTERS[one]].lonlat for one in (a, b))
    bent = at(
        3 * (a % COLUMNS) + middle + (b - a == 1), 3 * (a // COLUMNS) + middle + (b - a == COLUMNS)
    )
    line = (start, bent, end)
    draft.add_edge(
        DraftEdge(
            key=f"w{number}:{a}-{b}", start=LETTERS[a], end=LETTERS[b], kind=kind, line=line,
            length_m=length_m(line), road_class=road, values=values,
            lift_id=f"lift:l{number}" if kind is Kind.LIFT else None,
        )
    )  # fmt: skip


@st.composite
def wheels(draw: st.DrawFn) -> Traveller:
    """Draw somebody on wheels, often with one limit changed."""
    who = get_preset(draw(st.sampled_from(WHEELS)))
    key = draw(st.sampled_from([None, "max_step_cm", "min_width_cm", "max_slope_up_pct", "lift"]))
    values = {"max_step_cm": (0, 8), "min_width_cm": (70, 120), "max_slope_up_pct": (0, 9)}
    if key is None:
        return who
    return customise(who, {key: "never" if key == "lift" else draw(st.integers(*values[key]))})
