"""Random small networks for property tests: a grid of streets, stairs, lifts, kerbs and gates.

Everything is made from one drawn seed: a network takes a millisecond, a
fortieth of what it takes when each choice is drawn by itself, and the counts
of docs/quality.md are met. A test that takes the seed itself (:data:`SEEDS`)
names it when it fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from routeguide.model.geodesy import length_m
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import (
    CHOICES,
    NOT_OPTIONAL,
    RANGES,
    Traveller,
    customise,
    presets,
)
from routeguide.model.values import Fact, Known, Measure
from routeguide.model.vocabulary import Evidence, Kind, RoadClass
from routeguide.network.draft import Draft, DraftEdge, DraftNode
from tests.drawn import GOOD, at

T = TypeVar("T")
Make = Callable[[Random], Known]

LETTERS = "ABCDEFGHIJKL"
COLUMNS = 4
EVIDENCE = (
    Evidence.INFERRED, Evidence.EXPIRED, Evidence.MAPPED, Evidence.MAPPED, Evidence.SURVEY,
    Evidence.SURVEY,
)  # fmt: skip


SEEDS = st.integers(0, 2**64 - 1)


def seeded(make: Callable[[Random], T]) -> st.SearchStrategy[T]:
    """Return what ``make`` makes from a drawn seed."""
    return SEEDS.map(lambda seed: make(Random(seed)))  # noqa: S311


def measures(low: int, high: int) -> Make:
    """Return a maker of figures and intervals within bounds, on whole numbers (as limits are)."""

    def make(random: Random) -> Measure:
        a = b = float(random.randint(low, high))
        if random.random() < 1 / 2:
            b = float(random.randint(low, high))
        return Measure(min(a, b), max(a, b), random.choice(EVIDENCE), "random")

    return make


def words(*choices: str) -> Make:
    return lambda random: Fact(random.choice(choices), random.choice(EVIDENCE), "random")


MAKERS: dict[str, Make] = {
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
POINT_MAKERS: dict[str, Make] = {
    **{name: MAKERS[name] for name in ("step_cm", "gap_cm", "access", "wheelchair", "tactile")},
    "kerb": MAKERS["kerb"],
    "barrier": words("gate", "bollard", "turnstile", "stile", "entrance", "fence"),
    "locked": words("yes", "no"),
}
VALUES: dict[str, st.SearchStrategy[Known]] = {name: seeded(make) for name, make in MAKERS.items()}
OFTEN = ("width_cm", "slope_pct", "step_cm", "surface", "access")
HARMLESS = ("tactile", "footway", "crossing", "signal_sound", "handrail", "step_count")
"""Values that refuse nobody."""
HOURS = (
    "09:00-17:00", "10:00-12:01", "12:02-20:00", "00:00-24:00", "Mo-Fr 11:00-12:05",
    "Sa,Su 00:00-24:00", "ask the guard", "24/7", "conditional:no:yes @ (10:00-12:01)",
    "conditional:yes:no @ (12:02-20:00)",
)  # fmt: skip
"""Hours, most of which begin or end about noon of a Tuesday; one that nobody can read."""
KINDS = (
    *[Kind.FOOTWAY] * 4, *[Kind.STREET] * 3, Kind.STEPS, Kind.CROSSING, Kind.LIFT, Kind.RAMP,
    Kind.ESCALATOR, Kind.PATH, Kind.LEVEL_CROSSING,
)  # fmt: skip
ROADS = {Kind.STREET, Kind.LEVEL_CROSSING}
STREETS = (RoadClass.RESIDENTIAL, RoadClass.TERTIARY, RoadClass.SECONDARY, RoadClass.TRUNK)


def _some_values(random: Random, makers: Mapping[str, Make]) -> dict[str, Known]:
    names = set(random.sample(sorted(makers), random.randint(0, 4)))
    names |= {name for name in OFTEN if name in makers and random.random() < 3 / 4}
    return {name: makers[name](random) for name in sorted(names)}


def drafts(
    *, mild: bool = False, known: bool = False, timed: bool = False
) -> st.SearchStrategy[Draft]:
    """Draw a grid of 4 x 3 nodes with about a sixth of its links missing.

    ``mild`` keeps to values that most travellers may pass, so that routes are
    found often. ``known`` fills in what is not drawn with known and good
    values, so that routes are verified now and then. ``timed`` gives some
    passages and points hours.
    """
    return seeded(lambda random: make_draft(random, mild=mild, known=known, timed=timed))


def make_draft(random: Random, *, mild: bool, known: bool, timed: bool) -> Draft:
    draft = Draft()
    for index, letter in enumerate(LETTERS):
        draft.nodes[letter] = DraftNode(at(3 * (index % COLUMNS), 3 * (index // COLUMNS)))
    pairs = [(i, i + 1) for i in range(12) if i % COLUMNS != COLUMNS - 1]
    pairs += [(i, i + COLUMNS) for i in range(8)]
    for number, (i, j) in enumerate(pairs):
        for key, chance in ((number, 5 / 6), (100 + number, 1 / 8)):
            if random.random() < chance:
                values = _edge_values(random, mild=mild, known=known, timed=timed)
                _add(random, draft, LETTERS[i], LETTERS[j], key, values)
    for letter in sorted(random.sample(LETTERS, random.randint(0, 3))):
        draft.points[letter] = _some_values(random, POINT_MAKERS)
        if timed and random.random() < 1 / 2:
            draft.points[letter] = {"hours": _hours(random), "barrier": Fact("gate", *EXACT)}
    for kind, letter in ((PlaceKind.STATION, "A"), (PlaceKind.FACILITY, "L")):
        place = Place(
            id=f"{kind}:{letter.lower()}", kind=kind, name={"A": "起点", "L": "終点"}[letter],
            lonlat=draft.nodes[letter].lonlat, point_is=random.choice(["entrance", "building"]),
        )  # fmt: skip
        draft.places[place.id] = place
    return draft


EXACT = (Evidence.MAPPED, "random")


def _hours(random: Random) -> Fact:
    return Fact(random.choice(HOURS), *EXACT)


def _edge_values(random: Random, *, mild: bool, known: bool, timed: bool) -> dict[str, Known]:
    if known:
        names = random.sample(sorted(MAKERS), random.choice([0, 0, 0, 1, 1, 2]))
        values = {**GOOD, **{name: MAKERS[name](random) for name in names}}
    else:
        values = _some_values(random, MAKERS)
    if mild:
        values = {name: value for name, value in values.items() if name in HARMLESS}
    if timed and random.random() < 1 / 5:
        values["hours"] = _hours(random)
    return values


def _add(
    random: Random, draft: Draft, a: str, b: str, number: int, values: Mapping[str, Known]
) -> None:
    kind = random.choice(KINDS)
    road = random.choice(STREETS) if kind in ROADS else RoadClass.FOOTWAY
    line = (draft.nodes[a].lonlat, draft.nodes[b].lonlat)
    draft.add_edge(
        DraftEdge(
            key=f"w{number}:{LETTERS.index(a)}-{LETTERS.index(b)}", start=a, end=b, kind=kind,
            line=line, length_m=length_m(line), road_class=road, values=values,
            lift_id=f"lift:{a}{b}{number}".lower() if kind is Kind.LIFT else None,
            oneway=random.choice([0, 1, -1]) if kind is Kind.ESCALATOR else 0,
            connector=b == "L" and random.random() < 1 / 3,
        )
    )  # fmt: skip


def travellers() -> st.SearchStrategy[Traveller]:
    """Draw a preset, often with changed limits."""
    return seeded(_make_traveller)


def _make_traveller(random: Random) -> Traveller:
    base = random.choice(list(presets().values()))
    changes: dict[str, object] = {}
    if random.random() < 1 / 3:
        changes["max_step_cm"] = random.randint(0, 12)
    if random.random() < 1 / 3:
        changes["min_width_cm"] = random.randint(60, 140)
    if random.random() < 1 / 4:
        changes["max_slope_up_pct"] = random.randint(0, 12)
        changes["max_slope_down_pct"] = random.randint(0, 12)
    if random.random() < 1 / 4:
        changes["short_slope_pct"] = random.randint(5, 12)
        changes["short_slope_m"] = random.randint(0, 100)
    if random.random() < 1 / 5:
        changes["max_cross_slope_pct"] = random.randint(0, 6)
    if random.random() < 1 / 5:
        changes["worst_smoothness"] = random.choice(["good", "bad"])
    return customise(base, changes)


NEAR_VALUES: Mapping[str, tuple[int, int]] = {
    "max_slope_up_pct": (0, 14), "max_slope_down_pct": (0, 14), "short_slope_pct": (0, 14),
    "short_slope_m": (0, 100), "max_cross_slope_pct": (0, 7), "max_step_cm": (0, 14),
    "min_width_cm": (50, 150), "min_gap_cm": (50, 130),
}  # fmt: skip
"""Where the limits bite on random values; each lies within the range of its limit."""


def custom_travellers() -> st.SearchStrategy[Traveller]:
    """Draw anybody whom the page or the API can describe: any limit changed or taken away."""
    return seeded(make_custom)


def make_custom(random: Random) -> Traveller:
    changes: dict[str, object] = {}
    for key in [*RANGES, *CHOICES]:
        if random.random() < 2 / 3:
            continue
        if key not in NOT_OPTIONAL and random.random() < 1 / 5:
            changes[key] = None
        elif key in CHOICES:
            changes[key] = random.choice([str(word) for word in CHOICES[key]])
        else:
            low, high = NEAR_VALUES.get(key) or RANGES[key]
            value = random.uniform(low, high) if key == "speed_mps" else random.randint(low, high)  # type: ignore[arg-type]
            changes[key] = value
    return customise(random.choice(list(presets().values())), changes)
