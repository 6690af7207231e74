"""Who reads the names of a network: its lexicon, and Open JTalk for what that does not hold."""

from __future__ import annotations

from functools import lru_cache

from routeguide.directions.analyser import Readings
from routeguide.directions.lexicon import Lexicon
from routeguide.model.reading import Reading
from routeguide.network.store import Network
from routeguide.speech.openjtalk import OpenJTalk

MOST_ENGINES = 2
"""Engines that are kept (60 MB each): of the network that is served and of the one before."""


def readings_of(network: Network) -> Readings:
    """Return the readings of a network, made once; the engine is loaded when first needed."""
    memo = network.shared_memo
    readings = memo.get("readings")
    if not isinstance(readings, Readings):
        lexicon = Lexicon.of(network.readings, network.places.values())
        readings = memo["readings"] = Readings(lexicon, _engine_of(tuple(lexicon)))
    return readings


@lru_cache(maxsize=MOST_ENGINES)
def _engine_of(entries: tuple[Reading, ...]) -> OpenJTalk:
    """Return the engine of a lexicon: a new build with the same names takes over the loaded one."""
    return OpenJTalk(Lexicon(entries))
