"""Random small networks for property tests: a grid of streets, stairs, lifts, kerbs and gates."""

from __future__ import annotations

from hypothesis import strategies as st

from routeguide.model.geodesy import length_m
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import Traveller, customise, presets
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, RoadClass
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from tests.drawn import at

LETTERS = "ABCDEFGHIJKL"
COLUMNS = 4

EVIDENCE = st.sampled_from([Evidence.INFERRED, Evidence.MAPPED, Evidence.SURVEY])


def measures(low: float, high: float) -> st.SearchStrategy[Measure]:
    """Return exact figures and intervals within bounds, on whole numbers (limits are whole)."""
    number = st.integers(int(low), int(high)).map(float)
    exact = st.builds(lambda v, e: Measure(v, v, e, "random"), number, EVIDENCE)
    bounds = st.builds(
        lambda a, b, e: Measure(min(a, b), max(a, b), e, "random"), number, number, EVIDENCE
    )
    return st.one_of(exact, bounds)


def words(*choices: str) -> st.SearchStrategy[Fact]:
    return st.builds(lambda w, e: Fact(w, e, "random"), st.sampled_from(choices), EVIDENCE)


VALUES: dict[str, st.SearchStrategy[Known]] = {
    "width_cm": measures(60, 140),
    "slope_pct": measures(-12, 12),
    "cross_slope_pct": measures(0, 6),
    "step_cm": measures(0, 12),
    "step_count": measures(1, 30),
    "gap_cm": measures(60, 120),
    "access": words("yes", "yes", "yes", "discouraged", "no"),
    "wheelchair": words("yes", "limited", "no"),
    "surface": words("smooth", "smooth", "firm", "uneven", "loose"),
    "smoothness": words("good", "bad", "horrible"),
    "kerb": words("raised", "lowered", "unknown"),
    "tactile": words("continuous", "partial", "hardly_any"),
    "footway": words("apart", "none"),
    "closure": words("footway_found", "footway_not_found"),
    "crossing": words("signals", "marked", "unmarked"),
    "signal_sound": words("none", "button"),
    "handrail": words("yes", "no"),
}
POINT_VALUES = {
    **{name: VALUES[name] for name in ("step_cm", "gap_cm", "access", "wheelchair", "tactile")},
    "kerb": VALUES["kerb"],
    "barrier": words("gate", "bollard", "turnstile", "stile", "entrance", "fence"),
    "locked": words("yes", "no"),
}
OFTEN = ("width_cm", "slope_pct", "step_cm", "surface", "access")


@st.composite
def value_sets(draw: st.DrawFn, catalogue: dict[str, st.SearchStrategy[Known]]) -> dict[str, Known]:
    names = draw(st.sets(st.sampled_from(sorted(catalogue)), max_size=4))
    names |= {name for name in OFTEN if name in catalogue and draw(st.integers(0, 3))}
    return {name: draw(catalogue[name]) for name in sorted(names)}


@st.composite
def drafts(draw: st.DrawFn, *, mild: bool = False) -> Draft:
    """Draw a grid of 4 x 3 nodes with about a quarter of its links missing.

    ``mild`` keeps to values that most travellers may pass, so that routes are
    found often.
    """
    draft = Draft()
    for index, letter in enumerate(LETTERS):
        draft.nodes[letter] = DraftNode(at(3 * (index % COLUMNS), 3 * (index // COLUMNS)))
    pairs = [(i, i + 1) for i in range(12) if i % COLUMNS != COLUMNS - 1]
    pairs += [(i, i + COLUMNS) for i in range(8)]
    for number, (i, j) in enumerate(pairs):
        if draw(st.integers(0, 5)):
            _add(draw, draft, LETTERS[i], LETTERS[j], number, mild=mild)
        if not draw(st.integers(0, 7)):
            _add(draw, draft, LETTERS[i], LETTERS[j], 100 + number, mild=mild)
    for letter in draw(st.sets(st.sampled_from(LETTERS[1:-1]), max_size=3)):
        draft.points[letter] = draw(value_sets(POINT_VALUES))
    for kind, letter in ((PlaceKind.STATION, "A"), (PlaceKind.FACILITY, "L")):
        place = Place(
            id=f"{kind}:{letter.lower()}", kind=kind, name={"A": "起点", "L": "終点"}[letter],
            lonlat=draft.nodes[letter].lonlat,
            point_is=draw(st.sampled_from(["entrance", "building"])),
        )  # fmt: skip
        draft.places[place.id] = place
    return draft


def _add(draw: st.DrawFn, draft: Draft, a: str, b: str, number: int, *, mild: bool) -> None:
    kinds = [Kind.FOOTWAY] * 4 + [Kind.STREET] * 3
    kinds += [Kind.STEPS, Kind.CROSSING, Kind.LIFT, Kind.RAMP, Kind.ESCALATOR, Kind.PATH]
    kind = draw(st.sampled_from(kinds))
    roads = [RoadClass.RESIDENTIAL, RoadClass.TERTIARY, RoadClass.SECONDARY, RoadClass.TRUNK]
    road = draw(st.sampled_from(roads)) if kind is Kind.STREET else RoadClass.FOOTWAY
    values = draw(value_sets(VALUES))
    if mild:
        harmless = {"tactile", "footway", "crossing", "signal_sound", "handrail", "step_count"}
        values = {name: known for name, known in values.items() if name in harmless}
    line = (draft.nodes[a].lonlat, draft.nodes[b].lonlat)
    draft.add_edge(
        DraftEdge(
            key=f"w{number}:{LETTERS.index(a)}-{LETTERS.index(b)}", start=a, end=b, kind=kind,
            line=line, length_m=length_m(line), road_class=road, values=values,
            lift_id=f"lift:{a}{b}{number}".lower() if kind is Kind.LIFT else None,
            oneway=draw(st.sampled_from([0, 1, -1])) if kind is Kind.ESCALATOR else 0,
            connector=b == "L" and not draw(st.integers(0, 2)),
        )
    )  # fmt: skip


@st.composite
def travellers(draw: st.DrawFn) -> Traveller:
    """Draw a preset, often with changed limits."""
    base = draw(st.sampled_from(list(presets().values())))
    changes: dict[str, object] = {}
    if not draw(st.integers(0, 2)):
        changes["max_step_cm"] = draw(st.integers(0, 12))
    if not draw(st.integers(0, 2)):
        changes["min_width_cm"] = draw(st.integers(60, 140))
    if not draw(st.integers(0, 3)):
        changes["max_slope_up_pct"] = draw(st.integers(0, 12))
        changes["max_slope_down_pct"] = draw(st.integers(0, 12))
    if not draw(st.integers(0, 3)):
        changes["short_slope_pct"] = draw(st.integers(5, 12))
        changes["short_slope_m"] = draw(st.integers(0, 100))
    if not draw(st.integers(0, 4)):
        changes["max_cross_slope_pct"] = draw(st.integers(0, 6))
    if not draw(st.integers(0, 4)):
        changes["worst_smoothness"] = draw(st.sampled_from(["good", "bad"]))
    return customise(base, changes)
