"""Which raw elements the build looks at: everything else is not even kept in memory."""

from __future__ import annotations

from routeguide.network.extract import Tags

RAILWAYS = frozenset(
    {"rail", "subway", "light_rail", "tram", "narrow_gauge", "monorail", "platform"}
)
WATERWAYS = frozenset({"river", "stream", "canal", "drain"})
POINT_KEYS = (
    "barrier",
    "kerb",
    "kerb:height",
    "entrance",
    "door",
    "crossing",
    "tactile_paving",
    "traffic_signals",
)
LANDMARK_VALUES: dict[str, frozenset[str]] = {
    "highway": frozenset({"crossing", "traffic_signals", "elevator", "bus_stop"}),
    "railway": frozenset(
        {
            "subway_entrance",
            "train_station_entrance",
            "station",
            "halt",
            "level_crossing",
            "crossing",
            "tram_level_crossing",
            "tram_crossing",
        }
    ),
    "public_transport": frozenset({"station"}),
    "amenity": frozenset(
        {
            "toilets",
            "bench",
            "police",
            "post_office",
            "pharmacy",
            "hospital",
            "bank",
            "school",
            "library",
            "townhall",
            "community_centre",
            "bicycle_parking",
            "place_of_worship",
            "post_box",
        }
    ),
    "shop": frozenset({"convenience", "supermarket"}),
}


def keeps_way(tags: Tags) -> bool:
    """Tell whether a way is walked, crossed, or a border that joining lines must not cross."""
    return (
        "highway" in tags
        or tags.get("railway") in RAILWAYS
        or tags.get("public_transport") == "platform"
        or tags.get("indoor") == "corridor"
        or tags.get("waterway") in WATERWAYS
        or tags.get("natural") == "water"
    )


def keeps_area(tags: Tags) -> bool:
    """Tell whether a multipolygon is a square or platform to walk on, or water."""
    return keeps_way(tags)


def keeps_node(tags: Tags) -> bool:
    """Tell whether a node is a point, a crossing, a lift or a landmark."""
    if any(key in tags for key in POINT_KEYS):
        return True
    return any(tags.get(key) in values for key, values in LANDMARK_VALUES.items())
