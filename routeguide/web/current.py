"""The network of the request at hand."""

from __future__ import annotations

from threading import Lock

from flask import current_app, g

from routeguide.directions.analyser import Readings
from routeguide.network.store import Network
from routeguide.speech.readings import readings_of
from routeguide.speech.speaker import Speaker
from routeguide.speech.voices import make_speaker

MAKING = Lock()
"""Two first questions at once make one speaker: its engines are counted."""


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


def the_speaker() -> Speaker:
    """Return who speaks for this request's network, made at the first question for sound."""
    memo = the_network().shared_memo
    with MAKING:
        speaker = memo.get("speaker")
        if not isinstance(speaker, Speaker):
            settings = current_app.extensions["speech"]
            speaker = memo["speaker"] = make_speaker(the_network(), settings)
    return speaker
