"""What people tell of the ways: so far their reports of mistakes."""
