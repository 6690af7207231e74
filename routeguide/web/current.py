"""The network of the request at hand."""

from __future__ import annotations

from flask import current_app, g

from routeguide.directions.analyser import Readings
from routeguide.network.store import Network
from routeguide.speech.readings import readings_of


def the_network() -> Network:
    """Return the network of this request: one from its beginning to its end (invariant 14).

    Another may take its place in the application while the request is answered.
    """
    if "network" not in g:
        if newer := current_app.extensions["live"].look():
            current_app.extensions["network"] = newer
        g.network = current_app.extensions["network"]
    network: Network = g.network
    return network


def the_readings() -> Readings:
    """Return who reads the names of this request's network."""
    return readings_of(the_network())
