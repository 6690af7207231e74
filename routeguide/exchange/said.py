"""What stands around the words of a route, the same in every format and on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from routeguide.directions.frame import NOWHERE, notice_phrase, title_phrase
from routeguide.directions.limits import ROWS, list_limits, say_limit
from routeguide.directions.no_route import END_WORDS
from routeguide.directions.phrase import (
    Amount,
    Literal,
    Noun,
    Spot,
    Street,
    Unit,
    Value,
    listed,
    say,
)
from routeguide.directions.words import Words
from routeguide.model.asked import JST
from routeguide.model.guidance import Line
from routeguide.model.place import Place
from routeguide.model.route import Answer, Outcome, Query, Route
from routeguide.model.traveller import Traveller, get_preset
from routeguide.model.vocabulary import UnknownPolicy

EVIDENCE = ("survey", "mapped", "inferred", "unknown")
"""Keys of ``evidence_m``, the best first."""


@dataclass(frozen=True, slots=True)
class Applied:
    """One condition as it was really applied; ``changed`` says that it is not the preset's."""

    name: Line
    limit: Line
    changed: bool = False


def label(words: Words, key: str) -> str:
    """Return a word of the frame: 注意, 使った条件, 出発."""
    return words.word(Noun("frame", key))


def name_of(words: Words, place: Place | None) -> str:
    """Return a place's name; empty without a place."""
    return words.word(Spot(place)) if place else ""


def list_applied(words: Words, traveller: Traveller, unknown: UnknownPolicy) -> list[Applied]:
    """Return every condition of a question, those that were taken away included."""
    mine, preset = traveller.limits(), get_preset(traveller.id).limits()
    rows = []
    for key in ROWS:
        changed = mine[key] != preset[key]
        if mine[key] is not None:
            name, limit = say_limit(key, mine[key])
            rows.append(Applied(words.value(name), words.value(limit), changed))
        elif changed:
            rows.append(
                Applied(
                    words.value(Noun("limits", key)),
                    words.value(Noun("frame", "not_limited")),
                    changed,
                )
            )
    name, policy = list_limits(traveller, unknown)[-1]
    return [*rows, Applied(words.value(name), words.value(policy))]


def say_applied(words: Words, traveller: Traveller, unknown: UnknownPolicy) -> list[str]:
    """Return who travels and every condition that was applied, as two lines."""
    mark = bracketed(words, label(words, "changed"))
    told = (
        f"{words.writing.of(row.name)} {words.writing.of(row.limit)}{mark if row.changed else ''}"
        for row in list_applied(words, traveller, unknown)
    )
    who = words.word(say("who_travels", who=Noun("travellers", traveller.id)))
    return [
        f"{label(words, 'traveller')}: {who}",
        f"{label(words, 'conditions')}: {comma(words).join(told)}",
    ]


def title_line(words: Words, answer: Answer, places: Mapping[str, Place] = NOWHERE) -> Line:
    """Return from where to where; an exit with its station where ``places`` holds it."""
    return words.line((title_phrase(answer, places),))


def say_assumed(words: Words, answer: Answer) -> str:
    """Return the mark of an answer that is only assumed; empty for what is so."""
    return bracketed(words, label(words, "assumed")) if answer.assumed else ""


def say_title(words: Words, answer: Answer, places: Mapping[str, Place] = NOWHERE) -> str:
    """Return from where to where, marked where the answer is only assumed."""
    title = words.writing.of(title_line(words, answer, places))
    return title + say_assumed(words, answer)


def notice_lines(words: Words, answer: Answer) -> list[Line]:
    """Return what has to be known of the ends of the trip, as lines."""
    return [words.line((notice_phrase(one),)) for one in answer.notices]


def list_notices(words: Words, answer: Answer) -> list[str]:
    """Return what has to be known of the ends of the trip."""
    return [words.writing.of(line) for line in notice_lines(words, answer)]


def say_evidence(words: Words, route: Route) -> str:
    """Return how many metres are confirmed in which way, as one line."""
    rows: list[Value] = [
        say(
            "metres_by_evidence",
            evidence=Noun("evidence", key),
            metres=Amount.of(round(route.evidence_m[key]), Unit.M),
        )
        for key in EVIDENCE
    ]
    told = listed(rows, "comma")
    return f"{label(words, 'evidence')}: {words.word(told) if told else ''}"


def missing_others(words: Words, answer: Answer) -> Line | None:
    """Return that fewer other ways were found than asked for; None where it is not so."""
    wanted, found = answer.query.alternatives, len(answer.routes) - 1
    if answer.status is not Outcome.OK or found >= wanted:
        return None
    if found == 0:
        return words.line((say("no_others"),))
    return words.line((say("missing_others", count=Amount.of(found, Unit.WAYS)),))


def list_candidates(words: Words, answer: Answer) -> list[Line]:
    """Return the streets near a position, each with the end it stands for and its distance."""
    return [words.value(_candidate(row)) for row in answer.candidates]


def _candidate(row: Mapping[str, Any]) -> Value:
    name: Value = Street(row["name"]) if row["name"] else Noun("frame", "unnamed")
    end = Noun("frame", END_WORDS[str(row["end"])])
    return say("candidate", end=end, metres=Amount.of(row["distance_m"], Unit.M), name=name)


def based_on(words: Words, version: str, revision: int, as_of: datetime | None) -> str:
    """Return the network's version and the overlay's revision and time."""
    told = f"{label(words, 'network')} {version}"
    if revision or as_of:
        told += f"{comma(words)}{label(words, 'update')} {revision}"
    if as_of:
        time = Literal(f"{as_of.astimezone(JST):%Y-%m-%d %H:%M}")
        told += bracketed(words, words.word(say("as_of", time=time)))
    return told


def bracketed(words: Words, text: str) -> str:
    """Return a text in brackets, to stand behind another."""
    return words.language.brackets.format(text)


def comma(words: Words) -> str:
    """Return what stands between two of several things."""
    return words.language.join("comma")[0].text


def say_stamp(words: Words, answer: Answer) -> str:
    """Return what an answer was made on, and for which departure."""
    revision, as_of = answer.overlay_revision, answer.overlay_as_of
    told = based_on(words, answer.network_version, revision, as_of)
    return f"{told}{comma(words)}{say_departure(words, answer.query)}"


def say_departure(words: Words, query: Query) -> str:
    """Return the departure in Japan's time."""
    when = query.depart_at.astimezone(JST)
    return f"{label(words, 'departure')} {when:%Y-%m-%d %H:%M}"
