"""The tables of tag values: one row a word, as design/network.md and routing.md say."""

from __future__ import annotations

from collections.abc import Mapping

from routeguide.model.vocabulary import (
    Access,
    Barrier,
    CrossingKind,
    RoadClass,
    SignalSound,
    SurfaceClass,
    Tactile,
    Wheelchair,
    YesNo,
)

REFUSING = frozenset(
    {"private", "no", "military", "restricted", "permit", "residents", "delivery", "agricultural",
     "forestry", "agricultural;forestry"}
)  # fmt: skip
ALLOWING = frozenset(
    {"yes", "designated", "official", "permissive", "destination", "customers", "public"}
)
ACCESS: Mapping[str, str | None] = {
    **dict.fromkeys(REFUSING, Access.NO),
    **dict.fromkeys(ALLOWING, Access.YES),
    "discouraged": Access.DISCOURAGED,
    "use_sidepath": Access.YES,
    "dismount": Access.YES,
    "unknown": None,
}

WHEELCHAIR: Mapping[str, str | None] = {
    **dict.fromkeys(["yes", "designated", "official", "permissive"], Wheelchair.YES),
    "limited": Wheelchair.LIMITED,
    **dict.fromkeys(["no", "bad", "impassable"], Wheelchair.NO),
    "unknown": None,
}

SURFACE: Mapping[str, str | None] = {
    **dict.fromkeys(
        ["asphalt", "concrete", "paving_stones", "concrete:plates"],
        SurfaceClass.SMOOTH,
    ),
    **dict.fromkeys(["compacted", "fine_gravel", "wood", "paved"], SurfaceClass.FIRM),
    **dict.fromkeys(
        ["sett", "cobblestone", "metal_grid", "unpaved", "unhewn_cobblestone",
         "cobblestone:flattened", "grass_paver", "concrete:lanes"],
        SurfaceClass.UNEVEN,
    ),
    **dict.fromkeys(
        ["gravel", "pebblestone", "sand", "dirt", "earth", "ground", "grass", "mud", "soil",
         "woodchips"],
        SurfaceClass.LOOSE,
    ),
}  # fmt: skip
"""Classes of routing.md, with variants of the same material; a word in no row is unknown."""

TRACKTYPE: Mapping[str, str] = {
    "grade1": SurfaceClass.FIRM,
    "grade2": SurfaceClass.UNEVEN,
    "grade3": SurfaceClass.UNEVEN,
    "grade4": SurfaceClass.LOOSE,
    "grade5": SurfaceClass.LOOSE,
}
"""Firmness by OSM's definition of tracktype; inferred, and only without a surface."""

SMOOTHNESS: Mapping[str, str | None] = {
    word: word
    for word in ("excellent", "good", "intermediate", "bad", "very_bad", "horrible",
                 "very_horrible", "impassable")
}  # fmt: skip

TACTILE: Mapping[str, str | None] = {
    "yes": Tactile.CONTINUOUS,
    "contrasted": Tactile.CONTINUOUS,
    "primitive": Tactile.PARTIAL,
    "partial": Tactile.PARTIAL,
    "incorrect": Tactile.HARDLY_ANY,
    "no": Tactile.HARDLY_ANY,
    "unknown": None,
}

CROSSING: Mapping[str, str | None] = {
    **dict.fromkeys(["traffic_signals", "pelican", "toucan", "puffin"], CrossingKind.SIGNALS),
    **dict.fromkeys(["uncontrolled", "marked", "zebra"], CrossingKind.MARKED),
    **dict.fromkeys(["unmarked", "informal"], CrossingKind.UNMARKED),
    **dict.fromkeys(["island", "yes", "no"], None),
}
"""``crossing=no`` refuses access and is read apart; island and yes tell no kind."""

SOUND: Mapping[str, str | None] = {
    "no": SignalSound.NONE,
    "yes": SignalSound.BUTTON,
    "walk": SignalSound.BUTTON,
    "locate": SignalSound.NONE,
}
"""A sound is taken to need the button unless ``traffic_signals:sound=yes`` stands beside
``button_operated=no``: most Japanese units sound on request only (domain/hokonavi.md 3.4).
``locate`` helps to find the pole and tells nothing of the light."""

YES_NO: Mapping[str, str | None] = {"yes": YesNo.YES, "no": YesNo.NO, "unknown": None}
HANDRAIL: Mapping[str, str | None] = {
    **dict.fromkeys(["yes", "both", "left", "right", "center", "middle"], YesNo.YES),
    "no": YesNo.NO,
}
LIT: Mapping[str, str | None] = {
    **dict.fromkeys(["yes", "24/7", "automatic", "sunset-sunrise", "dusk-dawn"], YesNo.YES),
    "no": YesNo.NO,
    "limited": None,
    "disused": YesNo.NO,
    "unknown": None,
}

BARRIER: Mapping[str, str] = {
    "gate": Barrier.GATE,
    "swing_gate": Barrier.GATE,
    "lift_gate": Barrier.GATE,
    "sliding_gate": Barrier.GATE,
    "wicket_gate": Barrier.GATE,
    "entrance": Barrier.ENTRANCE,
    "bollard": Barrier.BOLLARD,
    "turnstile": Barrier.TURNSTILE,
    "full-height_turnstile": Barrier.TURNSTILE,
    "stile": Barrier.STILE,
    "kissing_gate": Barrier.KISSING_GATE,
    "cycle_barrier": Barrier.CYCLE_BARRIER,
    "motorcycle_barrier": Barrier.CYCLE_BARRIER,
    "fence": Barrier.FENCE,
    "wall": Barrier.WALL,
    "handrail": Barrier.HANDRAIL,
    "guard_rail": Barrier.HANDRAIL,
    "block": Barrier.BLOCK,
    "planter": Barrier.BLOCK,
    "jersey_barrier": Barrier.BLOCK,
    "debris": Barrier.BLOCK,
    "log": Barrier.BLOCK,
    "chain": Barrier.OTHER,
    "rope": Barrier.OTHER,
}
OPEN_TO_WALKERS = frozenset({"toll_booth", "border_control", "height_restrictor", "bump_gate",
                             "sally_port", "bus_trap", "sump_buster"})  # fmt: skip
"""Barriers to cars that a walker does not meet (a cattle grid is met: it stops wheels)."""

ROADS: Mapping[str, RoadClass] = {
    "motorway": RoadClass.MOTORWAY,
    "motorway_link": RoadClass.MOTORWAY,
    "trunk": RoadClass.TRUNK,
    "trunk_link": RoadClass.TRUNK,
    "primary": RoadClass.PRIMARY,
    "primary_link": RoadClass.PRIMARY,
    "secondary": RoadClass.SECONDARY,
    "secondary_link": RoadClass.SECONDARY,
    "tertiary": RoadClass.TERTIARY,
    "tertiary_link": RoadClass.TERTIARY,
    "unclassified": RoadClass.UNCLASSIFIED,
    "residential": RoadClass.RESIDENTIAL,
    "living_street": RoadClass.LIVING_STREET,
    "service": RoadClass.SERVICE,
    "road": RoadClass.UNCLASSIFIED,
    "busway": RoadClass.SERVICE,
    "bus_guideway": RoadClass.SERVICE,
    "track": RoadClass.TRACK,
    "cycleway": RoadClass.CYCLEWAY,
    "bridleway": RoadClass.TRACK,
    "footway": RoadClass.FOOTWAY,
    "pedestrian": RoadClass.PEDESTRIAN,
    "path": RoadClass.PATH,
}

PUBLIC_BY_CLASS = frozenset(
    {"footway", "pedestrian", "steps", "living_street", "residential", "unclassified",
     "tertiary", "tertiary_link", "secondary", "secondary_link", "primary", "primary_link",
     "trunk", "trunk_link", "platform", "elevator"}
)  # fmt: skip
"""Classes that are public ways for walkers by their own definition: access is mapped.
The others (service, track, path, cycleway, corridor, ...) are usable by the
national default only: inferred."""

CLOSED_BY_CLASS = frozenset({"motorway", "motorway_link", "bus_guideway", "busway", "raceway"})
NO_WAY_YET = frozenset(
    {"construction", "proposed", "planned", "abandoned", "razed", "disused", "rest_area",
     "services", "bus_stop", "no", "escape", "emergency_bay", "via_ferrata", "ladder"}
)  # fmt: skip

LIFECYCLE = ("construction", "proposed", "abandoned", "disused")
"""Keys whose ``yes`` says of an ordinary way that it is not in use."""

HIKING_ONLY = frozenset({"hiking", "strolling"})
"""``sac_scale`` above hiking is no way for us."""
