"""OpenStreetMap tags -> attributes: pure functions over tables.

The rules and their sources stand in design/network.md, section "OSM tags ->
attributes"; every row of every table is tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from routeguide.model.values import Finding, Known
from routeguide.model.vocabulary import Kind, RoadClass


@dataclass(frozen=True, slots=True)
class WayReading:
    """What a way's tags say, in the way's own direction.

    ``values`` by attribute name; a missing key = not known. ``levels`` in tag
    order (a stair ``-1;0`` starts at -1), empty when not told. ``separate``
    says that a separately drawn footway is claimed beside it (sidewalk=separate,
    foot=use_sidepath). ``ramp_beside`` says that a wheelchair ramp runs beside
    steps. ``oneway_foot``: 1 forward only, -1 backward only, 0 both.
    ``conditional`` holds conditional access texts that the router evaluates.
    """

    kind: Kind
    road_class: RoadClass | None = None
    values: Mapping[str, Known] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[float, ...] = ()
    layer: int = 0
    bridge: bool = False
    tunnel: bool = False
    area: bool = False
    separate: bool = False
    ramp_beside: bool = False
    oneway_foot: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeReading:
    """What a node's tags say.

    ``role`` is ``kerb``, ``barrier``, ``crossing``, ``lift``, ``entrance``,
    ``signals`` or ``landmark``. A ``crossing``'s values belong to the passages
    that cross the road there; ``kerb``, ``barrier`` and ``entrance`` make a
    point; ``lift`` makes lift passages between ``levels``.
    """

    role: str
    values: Mapping[str, Known] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[float, ...] = ()
    findings: tuple[Finding, ...] = ()
