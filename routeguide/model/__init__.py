"""Values and vocabularies of the domain; the standard library only."""
