"""Who reads the names of a network: its lexicon, and Open JTalk for what that does not hold."""

from __future__ import annotations

from routeguide.directions.analyser import Readings
from routeguide.directions.lexicon import Lexicon
from routeguide.network.store import Network
from routeguide.speech.openjtalk import OpenJTalk


def readings_of(network: Network) -> Readings:
    """Return the readings of a network, made once; the engine is loaded when first needed."""
    memo = network.shared_memo
    readings = memo.get("readings")
    if not isinstance(readings, Readings):
        lexicon = Lexicon.of(network.readings, network.places.values())
        readings = memo["readings"] = Readings(lexicon, OpenJTalk(lexicon))
    return readings
