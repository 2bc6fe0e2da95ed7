"""Rows and labels: reading them, the canonical form of an answer, graders, near-duplicates, example data."""
