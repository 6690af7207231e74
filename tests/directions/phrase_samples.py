"""Everything that a language can say: every row of its file, filled with sample facts.

Each gap is filled with all its samples, one gap at a time, the others with
their first: what stands beside a word changes how an engine reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from routeguide.directions.language import Language, Template
from routeguide.directions.phrase import (
    Amount,
    Day,
    Floor,
    Hour,
    Literal,
    Moment,
    Noun,
    Spot,
    Street,
    Unit,
    Value,
    listed,
    say,
)
from routeguide.directions.pieces_of_text import Piece
from routeguide.directions.ruby import parse_marked
from routeguide.directions.words import Words
from tests.directions.drawn import DOOR, EXIT, LIBRARY, STATION

JAPANESE = ("ja", "ja-easy", "ja-child")
TOKYO = ZoneInfo("Asia/Tokyo")
ROAD = Street("目白通り", "めじろどおり")
SHOP = Street("セブン-イレブン", "セブンイレブン")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is said, and where in the file it stands; ``whole``: a sentence."""

    row: str
    pieces: tuple[Piece, ...]
    whole: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def amounts(unit: Unit, *numbers: float) -> list[Value]:
    return [Amount.of(number, unit) for number in numbers]


METRES = amounts(Unit.M, 80, 3, 14)
DAYS = [Day("2026-11-20"), Day("2027-04-01"), Day("2028-09-14")]
CENTIMETRES = [
    *amounts(Unit.CM, 90, 8),
    Amount(3, float("inf"), Unit.CM),
    Amount(80, 90, Unit.CM),
]
PERCENT = [*amounts(Unit.PCT, 4.2, 10), Amount(-float("inf"), 5, Unit.PCT)]
MINUTES = amounts(Unit.MINUTES, 11, 8)
PLACES = amounts(Unit.PLACES, 2, 1, 8)
RIDES = amounts(Unit.RIDES, 1, 2)
HOURS: list[Value] = [Hour(hour) for hour in range(1, 13)]
FLOORS: list[Value] = [Floor(level) for level in (-1, 0, 2, -3, 4)]
TIMES: list[Value] = [
    Moment(datetime(2026, 11, 25, hour, minute, tzinfo=TOKYO))
    for hour, minute in ((9, 0), (4, 3), (13, 5), (19, 8))
]
LIFT = Noun("things", "lift")


def nouns(language: Language, *tables: str) -> list[Value]:
    rows = language.tables["nouns"]
    return [Noun(table, key) for table in tables for key in rows[table]]


def samples(language: Language) -> Mapping[str, Sequence[Value]]:
    """Return the samples of every fact by its name, or by phrase and name."""
    where = [say("where", thing=noun) for noun in nouns(language, "where")]
    named = [say("where", thing=noun, name=ROAD) for noun in nouns(language, "where")]
    attributes = nouns(language, "attributes")
    several = listed([Noun("attributes", "width_cm"), Noun("attributes", "step_cm")])
    exits: list[Value] = [Spot(EXIT)]
    lifts: list[Value] = [LIFT, say("lift_of_exit", exit=Spot(EXIT))]
    ends = [say("end_of_leg", thing=noun) for noun in nouns(language, "ends")]
    marks = [say("landmark_of", kind=noun) for noun in nouns(language, "landmarks")]
    ways = nouns(language, "ways")
    assert several is not None
    return {
        "attribute": attributes, "names": [several, *attributes],
        "crossing_unknown.names": nouns(language, "of_crossing"),
        "corner": nouns(language, "corners"), "ordinal": nouns(language, "ordinals"),
        "count": PLACES, "step_count.count": amounts(Unit.STAIRS, 20, 1, 8),
        "lifts.count": RIDES, "escalators.count": RIDES,
        "day": DAYS, "last_day": DAYS, "step": CENTIMETRES,
        "depth": CENTIMETRES, "width": CENTIMETRES, "height": CENTIMETRES, "near": CENTIMETRES,
        "far": CENTIMETRES, "door": nouns(language, "doors"), "exit": exits,
        "goal": [Spot(LIBRARY), Spot(DOOR)], "here": FLOORS, "there": FLOORS,
        "hour": HOURS, "side": [Hour(3), Hour(9)], "walk_straight.hour": [Hour(12)],
        "kind": nouns(language, "landmarks"), "known": METRES, "total": METRES, "left": METRES,
        "landmark": marks, "lift": lifts, "longer": nouns(language, "compared")[:2],
        "later": nouns(language, "compared")[2:], "metres": METRES, "minutes": MINUTES,
        "limit": CENTIMETRES, "opens_limit.limit": [say("at_most", value=CENTIMETRES[1])],
        "name": [ROAD, SHOP], "opens_limit.name": nouns(language, "limits"),
        "opens_use.name": nouns(language, "limits")[:3],
        "note": [Literal(note) for note in language.tables["authored"]],
        "noun": nouns(language, "crossings", "stairs", "things"),
        "barrier.noun": nouns(language, "barriers"),
        "escalator.noun": nouns(language, "escalators"),
        "number": [Literal("03-3993-1111")], "origin": [Spot(STATION), Spot(LIBRARY)],
        "parts": [say(f"count_{key}", count=PLACES[0]) for key in ("signals", "unknown_signals")],
        "pct": PERCENT, "place": [Spot(STATION), Spot(EXIT)],
        "road": [ROAD, *nouns(language, "roads")], "street": [ROAD, *ways],
        "time": TIMES, "until": ends, "lift_confirmed.until": TIMES,
        "lift_hours.begin": TIMES, "finish": TIMES,
        "thing": nouns(language, "avoided"), "end_of_leg.thing": nouns(language, "ends"),
        "where.thing": nouns(language, "where"), "passed.thing": [*ends, *marks],
        "things": nouns(language, "avoided", "better"),
        "value": [*CENTIMETRES, *PERCENT], "speed.value": amounts(Unit.MPS, 0.8, 1.25),
        "blocked_barrier.value": nouns(language, "barriers"),
        "end": [Noun("frame", "origin"), Noun("frame", "goal")],
        "signals": [Noun("roads", "with_signals")], "ahead": METRES,
        "carriageways.count": amounts(Unit.WAYS, 2, 3), "begin": METRES, "stretch.end": METRES,
        "first": nouns(language, "avoided"), "evidence": nouns(language, "evidence"),
        "as_of.time": [Literal("2026-11-24 10:00")],
        "caution": [Literal(note) for note in language.tables["authored"]],
        "missing_others.count": amounts(Unit.WAYS, 1, 2, 8), "other_way.number": [1, 2],
        "where": [*where, *named], "who": nouns(language, "travellers"),
    }  # fmt: skip


def list_said(code: str) -> Iterator[Said]:
    """Yield everything a language can say."""
    words = Words(code)
    yield from _rows(words.language)
    known = samples(words.language)
    for key in words.language.tables["phrases"]:
        for style, templates in words.language.phrase(key).items():
            for template in templates:
                yield from _filled(words, f"{key}.{style}", key, template, known)


def _rows(language: Language) -> Iterator[Said]:
    """Yield what has no gap: nouns and directions in all their forms, notes, terms, names."""
    tables = language.tables
    for table, rows in tables["nouns"].items():
        for key in rows:
            for form, template in language.noun(table, key).items():
                yield Said(f"{table}.{key}.{form}", template.pieces)
    for hour in range(1, 13):
        for form, template in language.hour(hour).items():
            yield Said(f"hours.{hour}.{form}", template.pieces)
    for key, text in tables["authored"].items():
        yield Said(f"authored.{key}", parse_marked(text), whole=True)
    for key, text in tables["lines"].items():
        yield Said(f"lines.{key}", parse_marked(text))
    for word, pieces in language.terms.items():
        yield Said(f"terms.{word}", pieces)
    for level in (-2, -1, 0, 1, 4):
        yield Said(f"floors.{level}", tuple(language.floor(level)))
    yield Said("days", tuple(language.day(2026, 11, 25)))
    yield Said("names.lift_planned", parse_marked(language.names["lift_planned"]))


def _filled(
    words: Words, row: str, key: str, template: Template, known: Mapping[str, Sequence[Value]]
) -> Iterator[Said]:
    tokens = list(dict.fromkeys(token.name for token in template.needs))
    lists = {name: known.get(f"{key}.{name}") or known[name] for name in tokens}
    first = {name: values[0] for name, values in lists.items()}
    ends = template.parts[-1]
    whole = isinstance(ends, Piece) and ends.text.endswith(("。", "."))
    for facts in [first, *({**first, name: v} for name in tokens for v in lists[name][1:])]:
        if all(words._is_known(token, facts) for token in template.needs):
            yield Said(row, words._fill(template, facts), whole)
