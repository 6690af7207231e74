"""Sound as numbers: one rate, one level, no silence taken for speech."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

Samples = NDArray[np.float32]

RATE = 24_000
"""Samples a second of everything we keep: what speech holds, at half the size of 48 kHz."""

PEAK = 0.89
"""Of full scale (design/speech-print-braille.md): engines go beyond it, and MP3 adds a little."""

SILENT = 1e-3
"""An engine's peak, of full scale, below which it said nothing."""

SHORTEST_S = 0.08
EDGE = 0.01
"""Of the peak: what is below at either end is no speech and is cut off."""

MARGIN_S = 0.02
FADE_S = 0.005


class SilentSound(ValueError):
    """An engine gave nothing, or silence, where it was asked to speak."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Samples of one channel, full scale 1.0 (engines may exceed it), and their rate in Hz."""

    samples: Samples
    rate: int

    @property
    def duration_s(self) -> float:
        """How long it sounds."""
        return len(self.samples) / self.rate


def levelled(sound: Sound) -> Sound:
    """Return a sound at our rate and level, without silence at its ends.

    Raises:
        SilentSound: there is no speech in it.
    """
    if not len(sound.samples) or not np.isfinite(sound.samples).all():
        raise SilentSound("an engine gave no samples")
    loud = np.abs(sound.samples)
    peak = float(loud.max())
    spoken = np.flatnonzero(loud > EDGE * peak)
    if peak < SILENT or (spoken[-1] - spoken[0]) / sound.rate < SHORTEST_S:
        raise SilentSound("an engine gave silence")
    margin = int(MARGIN_S * sound.rate)
    cut = sound.samples[max(0, spoken[0] - margin) : spoken[-1] + margin]
    samples = _faded(_at_our_rate(cut, sound.rate))
    return Sound((samples * (PEAK / np.abs(samples).max())).astype(np.float32), RATE)


def _faded(samples: Samples) -> Samples:
    """Return samples whose first and last milliseconds begin and end at nothing: no click."""
    ramp = np.linspace(0, 1, int(FADE_S * RATE), dtype=np.float32)
    told = samples.astype(np.float32, copy=True)
    told[: len(ramp)] *= ramp
    told[-len(ramp) :] *= ramp[::-1]
    return told


def _at_our_rate(samples: Samples, rate: int) -> Samples:
    if rate == RATE:
        return samples
    common = gcd(RATE, rate)
    told: Samples = resample_poly(samples, RATE // common, rate // common)
    return told
