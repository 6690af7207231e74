"""Routes: verdict, cost, search, explanation."""
