"""The ground: files, faults, prompts, models and the decoding of tokens. Imports no other package of the worker."""
