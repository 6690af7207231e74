"""The walking network: building it, storing it, reading it."""
