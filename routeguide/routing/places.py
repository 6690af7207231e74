"""Find places by id or exact name, and the nodes at which trips start and end."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from routeguide.errors import AmbiguousPlace, BadInput, UnknownPlace
from routeguide.model.place import Place, PlaceKind
from routeguide.network.store import Network
from routeguide.routing.steps import Spot


def resolve_place(network: Network, text: str) -> Place:
    """Return the place of an id or exact name (駅 may be left out or added).

    Stations of one name are one place: the first of the group stands for all.

    Raises:
        UnknownPlace: nothing is called so; near names are told.
        AmbiguousPlace: several places are; they are listed.
    """
    found = network.places.get(text.strip())
    if found:
        return found
    wanted = fold_name(text)
    same = [place for place in network.places.values() if wanted in _names(place)]
    same = [p for p in same if p.kind in {PlaceKind.STATION, PlaceKind.FACILITY}] or same
    groups = {place.group or place.id for place in same}
    if len(groups) == 1:
        return same[0]
    if same:
        listed = "、".join(f"{place.name}（{place.id}）" for place in same)
        raise AmbiguousPlace(
            "「%(text)s」は%(count)sか所あります。番号（id）で選んでください: %(listed)s",
            [(place.id, place.name) for place in same],
            text=text,
            count=len(same),
            listed=listed,
        )
    near = search_places(network, wanted, frozenset({PlaceKind.STATION, PlaceKind.FACILITY}))
    if not near:
        raise UnknownPlace(
            "「%(text)s」という場所は見つかりません。名前か番号（id）を確かめてください。",
            text=text,
        )
    names = "、".join(f"{place.name}（{place.id}）" for place in near[:5])
    raise UnknownPlace(
        "「%(text)s」という場所は見つかりません。似た名前: %(names)s", text=text, names=names
    )


def search_places(
    network: Network, text: str, kinds: frozenset[PlaceKind] = frozenset(PlaceKind)
) -> list[Place]:
    """Return the places whose name or kana contains the text, by name."""
    wanted = fold_name(text)
    hits = [
        place
        for place in network.places.values()
        if place.kind in kinds and any(wanted in name for name in _names(place))
    ]
    return sorted(hits, key=lambda place: (place.name, place.id))


def fold_name(text: str) -> str:
    """Return a name for comparing: NFKC, small letters, no spaces, no 駅 at its end."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
    return folded.removesuffix("駅") or folded


def _names(place: Place) -> set[str]:
    names = [place.name, place.kana, *place.names.values()]
    folded = {fold_name(name) for name in names if name}
    if place.name.startswith("練馬区立"):
        folded.add(fold_name(place.name.removeprefix("練馬区立")))
    return folded


def list_group(network: Network, place: Place) -> list[Place]:
    """Return all stations of one name; the place alone when it has no group."""
    if place.group is None:
        return [place]
    return [p for p in network.places.values() if p.group == place.group]


def spots_of(network: Network, place: Place) -> list[Spot]:
    """Return where a trip from or to a place may begin: all usable starts at once.

    Raises:
        BadInput: the place has no position that guidance may use; the message
            names the address and telephone number where they are known.
    """
    if not place.destination:
        raise BadInput(place.why_not) if place.why_not else _nowhere(place)
    nodes: list[int] = []
    for member in list_group(network, place):
        starts = network.starts.get(member.id)
        if starts:
            nodes.extend(starts)
        elif member.id in network.place_node:
            nodes.append(network.place_node[member.id])
    if not nodes:
        raise _nowhere(place)
    return [Spot(node=node) for node in dict.fromkeys(nodes)]


def _nowhere(place: Place) -> BadInput:
    return BadInput(
        "%(name)sの位置が確認できていないため、道順をつくれません。%(contact)s",
        name=place.name,
        contact=contact_of(place),
    )


def meet(network: Network, starts: Sequence[Spot], ends: Sequence[Spot]) -> bool:
    """Tell whether one may start where one wants to end: there is nothing to walk."""
    return bool(stands_at(network, starts) & stands_at(network, ends))


def stands_at(network: Network, spots: Sequence[Spot]) -> set[Spot]:
    """Return spots, each that is the end of a passage as its node."""
    return {_end_or_spot(network, spot) for spot in spots}


def _end_or_spot(network: Network, spot: Spot) -> Spot:
    """Return the node for a position at the very end of a passage."""
    if spot.edge is None or 0 < spot.share < 1:
        return spot
    return Spot(node=int(network.column("edge_end" if spot.share else "edge_start")[spot.edge]))


def contact_of(place: Place) -> str:
    """Return the address and telephone number as a sentence; empty when neither is known."""
    parts = []
    if place.address:
        parts.append(f"住所は{place.address}です。")
    if place.telephone:
        parts.append(f"電話は{place.telephone}です。")
    return "".join(parts)
