"""Barrier-free route guidance for Nerima ward, Tokyo."""

__version__ = "0.1.0"
