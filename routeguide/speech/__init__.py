"""The ear: what an engine is given, and how it reads it."""
