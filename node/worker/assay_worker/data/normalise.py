"""The normal form of a label or an answer: the twin of sdk/src/hashing/normalise.ts.

Forms are hashed and compared on chain, so every machine must compute the same one. Python and JavaScript know different
Unicode versions, so the rule names one (14.0, what Python 3.11 knows): a code point that it does not assign stays as it
is and is neither letter nor digit. Unicode promises that later versions fold and compose the assigned ones alike; their
classes are in unicode.json. test/golden/normalise.json binds both languages, over all code points.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from bisect import bisect_right
from itertools import groupby
from pathlib import Path

_TABLE = Path(__file__).parent / "unicode.json"
_GAPS = re.compile("[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000_-]+")
"""Runs of white space, `_` and `-`, spelt out: languages disagree on what white space is."""


def _read_classes() -> tuple[list[int], str]:
    """Where each run of code points of one class begins, and the class of each run."""
    runs = re.findall(r"([UOWM])([0-9a-z]*)", json.loads(_TABLE.read_text("utf8"))["classes"])
    starts: list[int] = []
    start = 0
    for _, length in runs:
        starts.append(start)
        start += int(length or "1", 36)
    if start != sys.maxunicode + 1:
        raise ValueError(f"{_TABLE}: covers {start} code points instead of {sys.maxunicode + 1}")
    return starts, "".join(kind for kind, _ in runs)


_STARTS, _KINDS = _read_classes()


def fold(text: str) -> str:
    """The text in compatibility form with its cases folded."""
    if text.isascii():
        return text.lower()
    unknown = {letter for letter in set(text) if _kind(letter) == "U"}
    # Nothing composes across an unknown code point, so what is between two of them can be folded alone.
    runs = ((keeps, "".join(run)) for keeps, run in groupby(text, unknown.__contains__))
    return "".join(run if keeps else _compose(_compose(run).casefold()) for keeps, run in runs)


def normalise(text: str) -> str:
    """`fold`, then runs of white space, `_` and `-` as one space, then nothing at the ends but letters and digits.

    A mark stays with the letter or digit that it follows.
    """
    spaced = _GAPS.sub(" ", fold(text))
    first, end = 0, len(spaced)
    while first < end and _kind(spaced[first]) != "W":
        first += 1
    marks = end
    while end > first and _kind(spaced[end - 1]) != "W":
        end -= 1
        if _kind(spaced[end]) != "M":
            marks = end
    return spaced[first:marks]


def _compose(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _kind(letter: str) -> str:
    return _KINDS[bisect_right(_STARTS, ord(letter)) - 1]
