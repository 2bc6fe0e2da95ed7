"""Whose rows taught the model what it got right."""
