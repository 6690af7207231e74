"""Formats in and out: JSON, text."""
