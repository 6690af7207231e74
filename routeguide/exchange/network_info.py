"""What an answer tells of the network that it was made on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routeguide.network.store import Network

ODBL = "ODbL"
OSM_CREDIT = "© OpenStreetMap contributors"


def network_info(network: Network) -> dict[str, Any]:
    """Return version, time of building, and the sources with their licences."""
    built_at = network.built_at
    return {
        "version": network.version,
        "built_at": built_at.isoformat() if built_at else None,
        "source_kind": network.manifest["source_kind"],
        "sources": [dict(source) for source in network.manifest["sources"]],
    }


def list_credits(info: Mapping[str, Any]) -> list[str]:
    """Return the lines that the sources' licences ask for, each once."""
    found: dict[str, None] = {}
    for source in info["sources"]:
        licence = str(source.get("licence") or "")
        if licence.startswith(ODBL):
            found[f"{source.get('credit') or OSM_CREDIT} ({licence})"] = None
        elif source.get("credit"):
            found[str(source["credit"])] = None
    return list(found)


def network_stamp(network: Network) -> dict[str, Any]:
    """Return the network with what was laid over it: its revision, and when that was read."""
    as_of = network.overlay.as_of
    overlay = {
        "revision": network.overlay.revision,
        "as_of": as_of.isoformat(timespec="seconds") if as_of else None,
    }
    return {**network_info(network), "overlay": overlay}
