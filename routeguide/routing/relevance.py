"""Which attributes matter to whom, and on which kinds of passage (design/routing.md).

Relevant attributes decide the label and what is named as unverified. Whatever
a traveller limits is relevant, too.
"""

from __future__ import annotations

from collections.abc import Mapping

from routeguide.model.traveller import Group, Traveller
from routeguide.model.vocabulary import Kind

ALL = frozenset(Kind)
CARRIED = frozenset({Kind.LIFT, Kind.ESCALATOR, Kind.MOVING_WALKWAY})
WALKED = ALL - CARRIED
ROLLED = WALKED - {Kind.STEPS}
SLOPED = ROLLED - {Kind.PLATFORM, Kind.TICKET_GATE}
STREETS = frozenset({Kind.STREET, Kind.PATH})

BY_GROUP: Mapping[Group, Mapping[str, frozenset[Kind]]] = {
    Group.WHEELS: {
        "access": ALL,
        "step_cm": ROLLED,
        "width_cm": ROLLED - {Kind.TICKET_GATE},
        "gap_cm": frozenset({Kind.LIFT, Kind.TICKET_GATE}),
        "slope_pct": SLOPED,
        "surface": ROLLED,
    },
    Group.BLIND: {
        "access": ALL,
        "footway": STREETS,
        "tactile": WALKED,
        "crossing": frozenset({Kind.CROSSING}),
        "signal_sound": frozenset({Kind.CROSSING}),
        "step_count": frozenset({Kind.STEPS}),
    },
    Group.CANE: {
        "access": ALL,
        "step_cm": ROLLED,
        "width_cm": WALKED - {Kind.TICKET_GATE},
        "slope_pct": SLOPED,
        "step_count": frozenset({Kind.STEPS}),
        "handrail": frozenset({Kind.STEPS}),
        "surface": ROLLED,
    },
    Group.WALK: {},
}

LIMITED: Mapping[str, tuple[str, frozenset[Kind]]] = {
    "max_step_cm": ("step_cm", ROLLED),
    "min_width_cm": ("width_cm", ROLLED - {Kind.TICKET_GATE}),
    "min_gap_cm": ("gap_cm", frozenset({Kind.LIFT, Kind.TICKET_GATE})),
    "max_slope_up_pct": ("slope_pct", SLOPED),
    "max_slope_down_pct": ("slope_pct", SLOPED),
    "max_cross_slope_pct": ("cross_slope_pct", SLOPED),
    "worst_surface": ("surface", ROLLED),
    "worst_smoothness": ("smoothness", ROLLED),
}

SIGNALLED_ONLY = frozenset({"signal_sound"})
"""Attributes that matter only where a crossing has signals or its kind is not known."""

KERB_ATTRIBUTES: Mapping[Group, frozenset[str]] = {
    Group.WHEELS: frozenset({"step_cm"}),
    Group.BLIND: frozenset({"tactile"}),
    Group.CANE: frozenset({"step_cm"}),
    Group.WALK: frozenset(),
}
"""What must be known of a kerb that stands on a node."""

DOOR_ATTRIBUTES: Mapping[Group, frozenset[str]] = {
    Group.WHEELS: frozenset({"gap_cm"}),
    Group.BLIND: frozenset(),
    Group.CANE: frozenset(),
    Group.WALK: frozenset(),
}
"""What must be known of a gate, bollard or door that stands on a node."""


def relevant_kinds(traveller: Traveller) -> dict[str, frozenset[Kind]]:
    """Return for each relevant attribute the kinds of passage on which it matters."""
    kinds = dict(BY_GROUP[traveller.group])
    for limit, (attribute, where) in LIMITED.items():
        if getattr(traveller, limit) is not None:
            kinds[attribute] = kinds.get(attribute, frozenset()) | where
    if traveller.handrail:
        kinds["handrail"] = frozenset({Kind.STEPS, Kind.RAMP})
    return kinds


def relevant_at_kerb(traveller: Traveller) -> frozenset[str]:
    """Return what must be known of a kerb on a node."""
    wanted = KERB_ATTRIBUTES[traveller.group]
    return wanted | {"step_cm"} if traveller.max_step_cm is not None else wanted


def relevant_at_door(traveller: Traveller) -> frozenset[str]:
    """Return what must be known of a gate, bollard or door on a node."""
    wanted = DOOR_ATTRIBUTES[traveller.group]
    return wanted | {"gap_cm"} if traveller.min_gap_cm is not None else wanted
