"""The working of a score: every input, step and formula, for a clerk and for a checking program."""
