"""How build and answers grow with the area: a quarter, a half and all of the Nerima extract.

The extract is denser in its middle than at its edges, so that areas are measured by
the nodes they hold: the middle with a quarter of them, with a half, and all.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from bench_words import DATA
from told import clock

from routeguide.model.traveller import Traveller, customise, get_preset
from routeguide.network.build import BuildInput, build_network
from routeguide.network.extract import Extract, RawWay
from routeguide.network.read_osm import read_osm_file
from routeguide.network.store import Network, load_network

SHARES = (0.25, 0.5, 1.0)
NEAR_M, FAR_M = 500, 2_000
WHO = "wheelchair_manual"

Answer = Callable[[Network, tuple[int, int], Traveller], float]
Choose = Callable[[Network, float, float, int], list[tuple[int, int]]]


@dataclass(frozen=True)
class Grown:
    """What was measured on one piece of the extract."""

    share: float
    nodes: int
    links: int
    build_s: float
    known_ms: float
    new_ms: float
    first_s: float


def cut(extract: Extract, share: float) -> Extract:
    """Return the middle of an extract with a share of its nodes, in the shape of the whole."""
    ids = list(extract.lonlat)
    at = np.asarray([extract.lonlat[one] for one in ids])
    low, high = at.min(axis=0), at.max(axis=0)
    out = (np.abs(at - (low + high) / 2) / (high - low)).max(axis=1)
    inside = out <= np.quantile(out, share)
    kept = {one: extract.lonlat[one] for one, is_in in zip(ids, inside, strict=True) if is_in}
    return replace(
        extract,
        lonlat=kept,
        node_tags={one: tags for one, tags in extract.node_tags.items() if one in kept},
        ways=[piece for way in extract.ways for piece in _pieces(way, kept)],
        areas=[
            area
            for area in extract.areas
            if all(one in kept for ring in (*area.outer, *area.inner) for one in ring)
        ],
    )


def _pieces(way: RawWay, kept: dict[int, tuple[float, float]]) -> Iterator[RawWay]:
    for is_in, nodes in itertools.groupby(way.nodes, kept.__contains__):
        run = tuple(nodes)
        if is_in and len(run) > 1:
            yield replace(way, nodes=run)


def measure_growth(scratch: Path, pairs: int, answer: Answer, choose: Choose) -> None:
    """Tell how much longer everything takes on twice and four times the area."""
    whole = read_osm_file(DATA / "nerima-2024.osm.pbf")
    grown = [_measure(cut(whole, share), share, scratch, pairs, answer, choose) for share in SHARES]
    print(f"growth with the area, {WHO}, {pairs} pairs of {NEAR_M / 1000:g} to {FAR_M / 1000:g} km")
    print("   area   nodes    links  build s  first answer s  known ms  new limits ms")
    for one in grown:
        print(
            f"  {one.share / SHARES[0]:4.0f}x {one.nodes:7d} {one.links:8d} {one.build_s:8.1f} "
            f"{one.first_s:15.2f} {one.known_ms:9.2f} {one.new_ms:14.2f}"
        )
    for a, b in itertools.pairwise(grown):
        links, build = b.links / a.links, b.build_s / a.build_s
        known, new = b.known_ms / a.known_ms, b.new_ms / a.new_ms
        print(
            f"  links x {links:.2f}: build x {build:.2f}, first answer x "
            f"{b.first_s / a.first_s:.2f}, known x {known:.2f}, new limits x {new:.2f}"
        )


def _measure(
    extract: Extract, share: float, scratch: Path, pairs: int, answer: Answer, choose: Choose
) -> Grown:
    began = clock()
    folder = build_network(BuildInput(extract, None), scratch / f"growth-{share:g}")
    built_s = clock() - began
    network, who = load_network(folder), get_preset(WHO)
    wanted = choose(network, NEAR_M, FAR_M, pairs)
    first_s = answer(network, wanted[0], who) / 1000
    answer(network, wanted[0], who)
    limits = (customise(who, {"speed_mps": round(0.5 + n / 1000, 4)}) for n in itertools.count())
    return Grown(
        share=share,
        nodes=network.node_count,
        links=len(network.column("link_to")),
        build_s=built_s,
        first_s=first_s,
        known_ms=statistics.median(answer(network, pair, who) for pair in wanted),
        new_ms=statistics.median(answer(network, pair, next(limits)) for pair in wanted),
    )
