"""Finding a place on a page: by name, by kind, by need, near a station; nothing has to be typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from routeguide.model.asked import now
from routeguide.model.facility_kind import KIND_JA, FacilityKind, kind_of_category
from routeguide.model.passage import LonLat
from routeguide.model.place import Place, PlaceKind
from routeguide.network.store import Network
from routeguide.routing.finding import MOST_TEXT, Found, Hit, Wish, find_places, position_of
from routeguide.routing.needs import NEED_JA, Held, Need
from routeguide.web.current import the_network, the_readings
from routeguide.web.texts import plain, t
from routeguide.web.wording import comma, show_name

WORDS = ("q", "kind", "need", "near", "unsure")
"""What a search adds to an address."""

STATION = "station"
SHOWN = 60
NEAR_M = 2000.0
ERRANDS: Mapping[str, FacilityKind | Need] = {
    "届け出や手続きをする": FacilityKind.OFFICE,
    "福祉や介護の相談をする": FacilityKind.WELFARE,
    "病院や健康の相談に行く": FacilityKind.HEALTH,
    "本を読む、借りる": FacilityKind.LIBRARY,
    "子どもと行く": FacilityKind.CHILDREN,
    "学校に行く": FacilityKind.SCHOOL,
    "集まりに行く": FacilityKind.HALL,
    "美術や音楽を楽しむ": FacilityKind.CULTURE,
    "運動をする": FacilityKind.SPORTS,
    "郵便局に行く": FacilityKind.POST,
    "警察や消防に行く": FacilityKind.SAFETY,
    "災害のときの避難拠点をさがす": Need.EVACUATION,
    "車いすで使えるトイレをさがす": Need.WHEELCHAIR_TOILET,
}
"""What somebody goes out for, who does not know the name of a place."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked on a page; empty = nothing."""

    text: str = ""
    kind: str = ""
    needs: tuple[Need, ...] = ()
    near: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not (self.text or self.kind or self.needs or self.near)


@dataclass(frozen=True, slots=True)
class Item:
    """One choice: its value, its words, what stands beside them, and where it leads."""

    value: str
    label: Markup
    note: Markup
    href: str


@dataclass(frozen=True, slots=True)
class Results:
    """What was found; ``unsure`` are places of which it is not known whether they have the need."""

    items: tuple[Item, ...]
    unsure: tuple[Item, ...]
    more: int
    more_unsure: int
    head: Markup


Link = Callable[[Place], str]


def read_search(told: MultiDict[str, str]) -> Search:
    """Return what is asked; words that the lists do not hold ask nothing."""
    kind = told.get("kind", "")
    needs = [Need(word) for word in told.getlist("need") if word in set(Need)]
    return Search(
        text=told.get("q", "").strip()[:MOST_TEXT],
        kind=kind if kind == STATION or kind in set(FacilityKind) else "",
        needs=tuple(dict.fromkeys(needs)),
        near=told.get("near", ""),
    )


def find(search: Search, link: Link) -> Results:
    """Return what answers a search.

    Raises:
        BadInput: it asks near a place that is not there or has no position.
    """
    network = the_network()
    near = position_of(network, search.near) if search.near else None
    found = _found(network, search, near)
    items = [_item(hit, note_of(hit), link) for hit in _one_a_name(found.hits)]
    unsure = [_item(hit, _note_with_needs(hit), link) for hit in _one_a_name(found.unknown)]
    return Results(
        items=tuple(items),
        unsure=tuple(unsure),
        more=found.total - len(found.hits),
        more_unsure=found.total_unknown - len(found.unknown),
        head=_head(network, search),
    )


def _found(network: Network, search: Search, near: LonLat | None) -> Found:
    wish = Wish(
        text=search.text,
        kinds=_kinds(search),
        facility=_facility_kinds(search),
        needs=search.needs,
        near=near,
        within_m=NEAR_M if near and not search.text else float("inf"),
        limit=SHOWN,
    )  # fmt: skip
    found = find_places(network, wish, at=now())
    if search.text and not found.hits and not found.unknown:
        found = find_places(network, wish, at=now(), read=_read)
    return found


def _kinds(search: Search) -> frozenset[PlaceKind]:
    if search.kind == STATION:
        return frozenset([PlaceKind.STATION])
    if search.kind or (search.near and not search.text):
        return frozenset([PlaceKind.FACILITY])
    return frozenset([PlaceKind.STATION, PlaceKind.FACILITY])


def _facility_kinds(search: Search) -> frozenset[FacilityKind]:
    return frozenset() if search.kind in {"", STATION} else frozenset([FacilityKind(search.kind)])


def _read(text: str) -> str | None:
    pieces = the_readings().name(text)
    return "".join(piece.kana or piece.text for piece in pieces)


def _one_a_name(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits without stations that stand on the page of another of their name."""
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.place.group or hit.place.id, hit)
    return list(found.values())


def _item(hit: Hit, note: Markup, link: Link) -> Item:
    return Item(hit.place.id, show_name(hit.place), note, link(hit.place))


def note_of(hit: Hit) -> Markup:
    """Return what stands beside a place in a list: its kind, how far, why there is no way to it."""
    told = [kind_words(hit.place)]
    if hit.distance_m is not None:
        told.append(straight(hit.distance_m))
    if not hit.place.destination:
        told.append(t("道順は案内できません"))
    return comma().join(told)


def _note_with_needs(hit: Hit) -> Markup:
    """Return the note with the needs that are met; of the others it is not known."""
    met = (need for need, one in hit.needs.items() if one.held is Held.YES)
    told = (t("%(need)sがあります", need=t(NEED_JA[need])) for need in met)
    return comma().join((note_of(hit), *told))


def kind_words(place: Place) -> Markup:
    """Return what kind of place one is."""
    if place.kind is PlaceKind.STATION:
        return t("駅")
    return t(KIND_JA[kind_of_category(place.category)])


def straight(metres: float) -> Markup:
    """Return a distance in a straight line, to 50 m; ways are longer."""
    return t("まっすぐの線で約%(metres)sメートル", metres=max(50, round(metres / 50) * 50))


def _head(network: Network, search: Search) -> Markup:
    parts = []
    if search.text:
        parts.append(t("「%(text)s」", text=search.text))
    if search.near:
        parts.append(t("%(name)sの近く", name=show_name(network.places.get(search.near))))
    if search.kind:
        parts.append(t("駅") if search.kind == STATION else t(KIND_JA[FacilityKind(search.kind)]))
    parts += [t(NEED_JA[need]) for need in search.needs]
    return comma().join(parts)


# -- lists ---------------------------------------------------------------------


def station_items(network: Network, link: Link) -> tuple[list[Item], list[Item]]:
    """Return the stations of the ward and those around it, one a name, by their readings."""
    seen: set[str] = set()
    rows: tuple[list[Item], list[Item]] = ([], [])
    places = [p for p in network.places.values() if p.kind is PlaceKind.STATION]
    for place in sorted(places, key=lambda p: (p.kana or p.name, p.id)):
        key = place.group or place.id
        if key not in seen:
            seen.add(key)
            note = Markup("")
            rows[not place.in_ward].append(Item(place.id, show_name(place), note, link(place)))
    return rows


def kind_items(network: Network, address: Callable[[str, str], str]) -> list[Item]:
    """Return the kinds of facilities with how many there are; ``address(name, value)`` leads on."""
    kinds = [
        kind_of_category(p.category)
        for p in network.places.values()
        if p.kind is PlaceKind.FACILITY
    ]
    rows = []
    for kind, words in KIND_JA.items():
        if kind in kinds:
            note = t("%(count)sか所", count=kinds.count(kind))
            rows.append(Item(str(kind), t(words), note, address("kind", kind)))
    return rows


def errand_items(address: Callable[[str, str], str]) -> list[tuple[str, Item]]:
    """Return what people go out for, each with the name of the field that it answers."""
    rows = []
    for words, goal in ERRANDS.items():
        field = "kind" if isinstance(goal, FacilityKind) else "need"
        rows.append((field, Item(str(goal), t(words), Markup(""), address(field, goal))))
    return rows


def kind_options() -> list[tuple[str, str]]:
    """Return the choices of the list of kinds."""
    rows = [("", plain("どの種類でもよい")), (STATION, plain("駅"))]
    return rows + [(str(kind), plain(words)) for kind, words in KIND_JA.items()]


def need_options() -> list[tuple[str, Markup]]:
    """Return the needs that can be asked for."""
    return [(str(need), t(words)) for need, words in NEED_JA.items()]


def address_of(base: str, kept: Mapping[str, list[str]], name: str, value: str) -> str:
    """Return an address with one thing asked and the answers so far."""
    rows = [(key, text) for key, texts in kept.items() for text in texts]
    return f"{base}?{urlencode([*rows, (name, value)])}"
