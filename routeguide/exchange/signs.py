"""Samples and signs of a sketch: lines by pattern, things by shape; black on white."""

from __future__ import annotations

from collections.abc import Iterator

from routeguide.exchange.drawing import Trust
from routeguide.exchange.marks import Mark, MarkKind
from routeguide.exchange.paper import Spot

ROUTE_MM = 2.0
DASHES = {
    Trust.KNOWN: "",
    Trust.UNVERIFIED: ' stroke-dasharray="4 2"',
    Trust.UNTRACED: ' stroke-dasharray="0.01 3.4" stroke-linecap="round"',
}
INK, QUIET, PAPER = "#000", "#8c8c8c", "#fff"
ABOVE_MM = 5.0
"""A barrier's sign stands so far above its place, where the number of its step often is."""


class Sample:
    """A piece of line for the legend."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust

    def __call__(self, spot: Spot) -> Iterator[str]:
        """Yield its elements around a spot."""
        yield (
            f'<path d="M{spot.x - 7:.1f} {spot.y:.1f}h14" fill="none" stroke="{INK}" '
            f'stroke-width="{ROUTE_MM:g}"{DASHES[self.trust]}/>'
        )


class Sign:
    """A sign for the legend."""

    def __init__(self, kind: MarkKind) -> None:
        self.kind = kind

    def __call__(self, spot: Spot) -> Iterator[str]:
        """Yield its elements around a spot."""
        yield from SIGNS[self.kind](spot, None)


Sampler = Sample | Sign


def _draw_barrier(spot: Spot, _mark: Mark | None) -> Iterator[str]:
    x, y = spot
    yield (
        f'<path class="sketch-barrier" d="M{x:.1f} {y - 2.8:.1f}l3 5h-6Z" fill="{PAPER}" '
        f'stroke="{INK}" stroke-width="0.8" stroke-linejoin="round"/>'
        f'<path d="M{x:.1f} {y - 1:.1f}v1.5m0 0.6v0.4" stroke="{INK}" stroke-width="0.7"/>'
    )


def _draw_lift(spot: Spot, mark: Mark | None) -> Iterator[str]:
    x, y = spot
    yield (
        f'<rect class="sketch-lift" x="{x - 2.4:.1f}" y="{y - 2.4:.1f}" width="4.8" height="4.8" '
        f'fill="{PAPER}" stroke="{INK}" stroke-width="0.7"/>'
        f'<path d="M{x:.1f} {y - 1.9:.1f}l1.4 1.6h-2.8ZM{x:.1f} {y + 1.9:.1f}l1.4 -1.6h-2.8Z" '
        f'fill="{INK}"/>'
    )
    if mark is not None and mark.is_out:
        yield (
            f'<path class="sketch-out" d="M{x - 3.4:.1f} {y - 3.4:.1f}l6.8 6.8m0 -6.8l-6.8 6.8" '
            f'stroke="{INK}" stroke-width="0.9"/>'
        )


def _draw_exit(spot: Spot, _mark: Mark | None) -> Iterator[str]:
    yield (
        f'<rect class="sketch-exit" x="{spot.x - 1.5:.1f}" y="{spot.y - 1.5:.1f}" width="3" '
        f'height="3" fill="{PAPER}" stroke="{INK}" stroke-width="0.8"/>'
    )


def _draw_start(spot: Spot, _mark: Mark | None) -> Iterator[str]:
    yield (
        f'<circle class="sketch-start" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="3.4" '
        f'fill="{PAPER}" stroke="{INK}" stroke-width="1"/>'
    )


def _draw_goal(spot: Spot, _mark: Mark | None) -> Iterator[str]:
    yield (
        f'<rect class="sketch-goal" x="{spot.x - 3.2:.1f}" y="{spot.y - 3.2:.1f}" width="6.4" '
        f'height="6.4" fill="{PAPER}" stroke="{INK}" stroke-width="1"/>'
        f'<rect x="{spot.x - 1.6:.1f}" y="{spot.y - 1.6:.1f}" width="3.2" height="3.2" '
        f'fill="{INK}"/>'
    )


SIGNS = {
    MarkKind.BARRIER: _draw_barrier,
    MarkKind.LIFT: _draw_lift,
    MarkKind.EXIT: _draw_exit,
    MarkKind.START: _draw_start,
    MarkKind.GOAL: _draw_goal,
}
