"""Bits of the column ``edge_flags``, shared by the writing and the reading side."""

from __future__ import annotations

CONNECTOR, SCHEMATIC, PLANNED, NO_FORWARD, NO_BACKWARD, BRIDGE, TUNNEL = (
    1 << bit for bit in range(7)
)
