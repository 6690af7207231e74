"""What people tell of the ways: for now their reports of mistakes; observations come with the store."""
