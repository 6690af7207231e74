"""What the page of an answer shows: plain values for the template, no decisions in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from routeguide.directions.describe import Manner, describe_answer
from routeguide.directions.naming import lift_at
from routeguide.directions.phrase import Day, Moment, Noun
from routeguide.directions.phrase import say as phrase
from routeguide.directions.rounding import round_metres, round_minutes
from routeguide.exchange import said
from routeguide.exchange.answer_text import answer_to_text
from routeguide.model.asked import JST
from routeguide.model.guidance import Guidance
from routeguide.model.place import PlaceKind
from routeguide.model.route import Answer, Opening, OtherEnd, Query, Relaxation, Route
from routeguide.network.store import Network
from routeguide.web.map import route_map
from routeguide.web.page_query import POSITION, question_of, short
from routeguide.web.presenters import network_words
from routeguide.web.report_choices import report_choices
from routeguide.web.texts import t
from routeguide.web.way_toilets import list_toilets
from routeguide.web.wording import limit_of, line_html, show, show_name, words

Question = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A link that asks again with one thing changed."""

    label: Markup
    question: Question


@dataclass(frozen=True, slots=True)
class Other:
    """An alternative: its name and its words."""

    name: Markup
    guidance: Guidance


def route_page(
    answer: Answer,
    network: Network,
    manner: Manner,
    *,
    how: Mapping[str, str],
    told: MultiDict[str, str],
) -> dict[str, Any]:
    """Return everything the route page shows.

    ``how`` is the departure and manner as asked; ``told`` are all answers, among
    them the position of a question that was posted.
    """
    query, own = answer.query, words()
    route = answer.routes[0] if answer.routes else None
    goal = answer.destination
    guidances = describe_answer(answer, manner=manner)
    asked = _question(query, how, told)
    missing = said.missing_others(own, answer)
    title = said.say_title(own, answer, network.places)
    return {
        "guidance": guidances[0],
        "language": manner.language,
        "map": route_map(answer, guidances[0], network, manner.language),
        "caution_word": said.label(manner.words(query.traveller.group), "caution"),
        "title": title,
        "heading": line_html(said.title_line(own, answer, network.places))
        + said.say_assumed(own, answer),
        "facts": _facts(route) if route else None,
        "mail": _mail(title, asked, guidances[0]),
        "route_text": answer_to_text(answer, manner=manner, guidances=guidances),
        "private": [(name, told[name]) for name in POSITION if name in told and name != "back"],
        "destination": show_name(goal),
        "traveller": query.traveller,
        "traveller_name": show(Noun("travellers", query.traveller.id), "label"),
        "status": str(answer.status),
        "candidates": list(map(line_html, said.list_candidates(own, answer))),
        "others": [
            Other(show(phrase("other_way", number=number)), guidance)
            for number, guidance in enumerate(guidances[1:], 1)
        ],
        "missing_others": missing and line_html(missing),
        "notices": list(map(line_html, said.notice_lines(own, answer))),
        "evidence": _evidence(route) if route else [],
        "unverified": _unverified(route) if route else [],
        "limits": said.list_applied(own, query.traveller, query.unknown),
        "depart_words": _moment(query.depart_at),
        "network": network_words(network),
        "based_on": said.based_on(
            own, answer.network_version, answer.overlay_revision, answer.overlay_as_of
        ),
        "telephone": goal.telephone if goal else None,
        "address": goal.address if goal else None,
        "question": asked,
        "contact": current_app.config["CONTACT_TELEPHONE"],
        "reports": report_choices(route, guidances[0]),
        "toilets": list_toilets(answer, guidances[0], network) if route else [],
        "back": _way_back(query, asked, how, told),
        "more": asked | {"alternatives": "2"},
        "bare": asked | {"what_if": None} if query.what_if else None,
        "changes": _one_a_label(_changes(answer, asked)),
        "blockers_head": show(Noun("frame", "blockers")),
        "no_blocker": line_html(own.line((phrase("no_blocker"),))),
    }


def _way_back(
    query: Query, asked: Question, how: Mapping[str, str], told: MultiDict[str, str]
) -> Question:
    """Return the question of the way back; with a position, the same one turned round."""
    if query.origin.place and query.destination.place:
        return question_of(query.back(), how)
    return {**asked, "back": None if told.get("back") else "1"}


def _question(query: Query, how: Mapping[str, str], told: MultiDict[str, str]) -> Question:
    """Return the question as it was asked: turned round again where it was the way back."""
    if told.get("back"):
        return {**question_of(query.back(), how), "back": "1"}
    return question_of(query, how)


def _changes(answer: Answer, asked: Question) -> Iterator[Change]:
    """Yield the questions that have a way, each with its own single change."""
    for one in answer.relaxations:
        yield _relaxed(one, asked)
    for key, others in (("from", answer.other_starts), ("to", answer.other_ends)):
        for other in others:
            yield Change(_say_other(key, other), asked | {key: other.place.id})


def _one_a_label(changes: Iterable[Change]) -> list[Change]:
    """Return the first change of each label: links that are called the same lead to one place."""
    found: dict[str, Change] = {}
    for change in changes:
        found.setdefault(change.label, change)
    return list(found.values())


def _relaxed(one: Relaxation, asked: Question) -> Change:
    if one.opening is Opening.LIMIT:
        name, limit = limit_of(one.key, one.value)
        words = t("%(name)sを「%(limit)s」に変えてしらべる", name=name, limit=limit)
        return Change(words, asked | {one.key: short(one.value)})
    if one.opening is Opening.UNKNOWN:
        question = asked | {"unknown": one.value}
        return Change(t("確認できていない道も使ってしらべる"), question)
    if one.opening is Opening.LATER:
        words = t("その時刻に出発するとしてしらべる")
        return Change(words, asked | {"depart": one.value})
    lift = show(lift_at(one.lift, one.station))
    others = [text for text in asked.get("what_if", []) if not text.startswith(f"{one.key}=")]
    assumed = [*others, f"{one.key}=open"]
    words = t("%(lift)sが使えると仮定してしらべる", lift=lift)
    return Change(words, asked | {"what_if": assumed})


def _say_other(key: str, other: OtherEnd) -> Markup:
    name = show_name(other.place)
    if other.place.kind is PlaceKind.EXIT:
        name = t("地上の%(exit)s", exit=name)
    if key == "from":
        return t("%(name)sから出発する道をしらべる", name=name)
    return t("%(name)sまでの道をしらべる", name=name)


def _facts(route: Route) -> dict[str, Any]:
    """Return minutes (rounded up), metres and how far the way is confirmed."""
    return {
        "minutes": round_minutes(route.duration_s),
        "metres": round_metres(route.length_m),
        "label": show(Noun("frame", f"{route.label or 'unverified'}_route")),
    }


def _moment(when: datetime) -> Markup:
    """Return a day and a time of day in Japan."""
    day, time = Day(f"{when.astimezone(JST):%Y-%m-%d}"), Moment(when)
    return Markup("{} {}").format(show(day), show(time))


def _mail(title: str, asked: Question, guidance: Guidance) -> str:
    """Return the text of a mail: from where to where, and the address of this page.

    A trip from or to a position has no address: its overview is told instead.
    """
    if not {"from", "to"} <= asked.keys():
        return f"{title}\r\n{guidance.overview.text}\r\n"
    address = url_for("pages.route", _external=True, **asked)
    return f"{title}\r\n{address}\r\n"


def _evidence(route: Route) -> list[tuple[Markup, int, int]]:
    """Return (word, metres, percent) for each kind of evidence."""
    return [
        (
            show(Noun("evidence", key)),
            round(route.evidence_m[key]),
            _percent(route.evidence_m[key], route.length_m),
        )
        for key in said.EVIDENCE
    ]


def _percent(part: float, whole: float) -> int:
    """Return a share in percent; 0 and 100 only for nothing and for all of it."""
    share = 100 * part / whole if whole else 0.0
    return round(share) if share in {0.0, 100.0} else min(99, max(1, round(share)))


def _unverified(route: Route) -> list[tuple[Markup, int]]:
    """Return (attribute, metres) of what is not confirmed, the longest first."""
    metres: dict[str, float] = {}
    for segment in route.segments:
        for name in segment.unverified:
            metres[name] = metres.get(name, 0.0) + segment.length_m
    ordered = sorted(metres.items(), key=lambda pair: -pair[1])
    return [(show(Noun("attributes", name)), round(m)) for name, m in ordered]
