"""Splits a message into the facts it is made of, for turns that give them one at a time.

Sentences where there are several, else clauses. A piece of one word joins its neighbour. The pieces, joined by spaces,
hold every word of the message in its order. Rules are for languages that end sentences with . ! or ? and for English
conjunctions; a message in a different language counts as one fact, unless its punctuation says otherwise.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(
    r"(?<=[,;:])\s+|\s+(?=(?:and|but|because|so|since|when|while|after|although|though)\s)", re.IGNORECASE
)
SHORTEST = 2  # words


def split_facts(text: str) -> list[str]:
    """The facts of `text`, at least one; two or more make the `sharded` condition applicable."""
    sentences = _merged(_SENTENCE.split(text.strip()))
    return sentences if len(sentences) > 1 else _merged(_CLAUSE.split(text.strip()))


def in_two(facts: list[str]) -> list[str]:
    """The facts in two pieces, cut where the words are most even (the first such place)."""
    cuts = range(1, len(facts))
    cut = min(cuts, key=lambda at: abs(_words(facts[:at]) - _words(facts[at:])))
    return [" ".join(facts[:cut]), " ".join(facts[cut:])]


def _words(facts: list[str]) -> int:
    return len(" ".join(facts).split())


def _merged(pieces: list[str]) -> list[str]:
    """Pieces of fewer than `SHORTEST` words joined to the one before, the first one to the one after."""
    merged: list[str] = []
    for piece in pieces:
        if merged and (len(piece.split()) < SHORTEST or len(merged[-1].split()) < SHORTEST):
            merged[-1] = f"{merged[-1]} {piece}"
        else:
            merged.append(piece)
    return merged
