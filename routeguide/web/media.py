"""Media types of answers."""

JSON = "application/json"
PROBLEM = "application/problem+json"
