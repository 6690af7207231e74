"""Lifts as the pages tell them: state, since when, how old that is, what it means for wheels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from routeguide.directions.phrase import Day, Moment
from routeguide.model.asked import JST
from routeguide.model.overlay import LiftReport
from routeguide.model.place import Place, PlaceKind
from routeguide.model.traveller import get_preset
from routeguide.model.values import Fact
from routeguide.model.vocabulary import LiftState, Status
from routeguide.network.store import Network
from routeguide.routing.step_free import find_ways_out
from routeguide.web.texts import language, t
from routeguide.web.wording import comma, japanese, show, show_name

LIFT = "エレベーター"
WHEELS = "wheelchair_manual"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STALE = DAY
"""Reports read longer ago than this say nothing of now."""


@dataclass(frozen=True, slots=True)
class LiftRow:
    """One lift. ``key`` is its state; ``told`` are the sentences on when that was known."""

    id: str
    name: Markup
    station: Place | None
    station_name: Markup
    key: str
    state: Markup
    told: tuple[Markup, ...]
    effect: Markup | None = None


def list_lifts(network: Network, stations: Sequence[Place], at: datetime) -> list[LiftRow]:
    """Return the lifts of some stations, those that are planned to be built left out."""
    ids = {station.id for station in stations}
    lifts = [p for p in network.places.values() if p.kind is PlaceKind.LIFT and p.parent in ids]
    return [lift_row(network, lift.id, at) for lift in lifts if is_there(network, lift)]


def is_there(network: Network, lift: Place) -> bool:
    """Tell whether a lift exists; a planned one does once the overlay opens it."""
    return lift.status is not Status.PLANNED or lift.id in network.overlay.opened


def list_planned(network: Network, stations: Sequence[Place]) -> list[Place]:
    """Return the lifts of some stations that are planned and do not exist yet."""
    ids = {station.id for station in stations}
    lifts = [p for p in network.places.values() if p.kind is PlaceKind.LIFT and p.parent in ids]
    return [lift for lift in lifts if not is_there(network, lift)]


def lift_row(network: Network, lift_id: str, at: datetime) -> LiftRow:
    """Return one lift by its id, of which the network may know nothing."""
    lift = network.places.get(lift_id)
    parent = (lift.parent if lift else None) or _station_id(lift_id)
    station = network.places.get(parent or "")
    state, _ = network.overlay.state_of(lift_id, at)
    return LiftRow(
        id=lift_id,
        name=_name(lift) if lift else t("場所の分からないエレベーター"),
        station=station,
        station_name=show_name(station),
        key=str(state),
        state=state_words(state),
        told=(*_levels(lift), *_told(network, lift_id, at)),
        effect=_effect(network, station, at) if state is LiftState.OUT else None,
    )


def _name(lift: Place) -> Markup:
    """Return a lift's name; its label where the reader's language tells lifts not apart."""
    if language().startswith("ja") or LIFT in lift.name:
        return show_name(lift)
    return t("%(name)s（%(of)s）", name=show_name(lift), of=japanese(lift.name))


def _levels(lift: Place | None) -> Iterator[Markup]:
    """Yield between which floors a lift goes, as it is published, without remarks on the source."""
    known = lift.facts.get("levels") if lift else None
    if isinstance(known, Fact):
        yield t("行ける階: %(levels)s", levels=japanese(known.value.partition(";")[0]))


def _station_id(lift: str) -> str | None:
    name, slash, _ = lift.removeprefix("lift:").rpartition("/")
    return f"station:{name}" if slash else None


def state_words(state: LiftState) -> Markup:
    """Return a lift's state in words."""
    return {
        LiftState.OUT: t("止まっています"),
        LiftState.PLANNED: t("もうすぐ止まる予定です"),
        LiftState.CONFIRMED: t("動いているのが確かめられています"),
        LiftState.UNKNOWN: t("動いているかどうか分かりません"),
        LiftState.NO_REPORT: t("止まっているという知らせはありません"),
    }[state]


def _told(network: Network, lift: str, at: datetime) -> Iterator[Markup]:
    """Yield when each thing was told, and how long ago; that nobody said anything, too."""
    reports = [report for report in network.overlay.outages if report.lift == lift]
    for report in sorted(reports, key=lambda one: one.begins):
        yield from _report(report, at)
    if not reports:
        yield t("動いていることを確かめた記録はありません。")
    elif network.overlay.as_of and at - network.overlay.as_of > STALE:
        yield t(
            "知らせを最後に読んだのは%(ago)sです。今の状態は分かりません。",
            ago=ago(network.overlay.as_of, at),
        )


def _report(report: LiftReport, at: datetime) -> Iterator[Markup]:
    begins = moment(report.begins)
    ends = moment(report.ends) if report.ends else Markup("")
    if report.state is LiftState.CONFIRMED:
        if report.begins <= at:
            yield t(
                "最後に動いているのが確かめられたのは、%(when)s（%(ago)s）です。",
                when=begins,
                ago=ago(report.begins, at),
            )
        if report.ends and report.ends <= at:
            yield t("確かめてから時間がたったので、今は不明です。")
    elif report.state is LiftState.PLANNED:
        is_over = report.ends is not None and report.ends <= at
        yield t("%(begin)sから%(end)sまで止まる予定です。", begin=begins, end=ends)
        if is_over:
            yield t("予定の終わりは過ぎましたが、動きだしたことは確かめられていません。")
    elif report.begins <= at:
        yield t(
            "%(when)s（%(ago)s）から止まっています。いつ動くかは分かりません。",
            when=begins,
            ago=ago(report.begins, at),
        )
    else:
        yield t("%(when)sから止まる予定です。いつ動くかは分かりません。", when=begins)


def _effect(network: Network, station: Place | None, at: datetime) -> Markup | None:
    """Return what an outage means to someone in a wheelchair; None without a station."""
    if station is None:
        return None
    ways = find_ways_out(network, station, get_preset(WHEELS), at)
    if ways is None:
        return t("駅の中の道すじが分からないため、車いすで地上に出られるかどうかは分かりません。")
    if not ways.possible:
        return t("この駅では今、車いすで地上に出る道がありません。")
    names = comma().join(show_name(one) for one in ways.possible)
    return t("車いすでは、ほかの出口から出られるかもしれません: %(names)s", names=names)


def moment(when: datetime) -> Markup:
    """Return a day and a time of it."""
    local = when.astimezone(JST)
    return t("%(day)s %(time)s", day=show(Day(local.date().isoformat())), time=show(Moment(when)))


def ago(when: datetime, at: datetime) -> Markup:
    """Return how long ago something was, in one unit, rounded down."""
    past = at - when
    if past < HOUR:
        return t("%(count)s分前", count=max(0, past // MINUTE))
    if past < DAY:
        return t("%(count)s時間前", count=past // HOUR)
    if past < 2 * DAY:
        return t("1日前")
    return t("%(count)s日前", count=past // DAY)
