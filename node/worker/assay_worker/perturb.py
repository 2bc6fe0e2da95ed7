"""Label-keeping changes of a message for the `format` condition, drawn from a seeded stream.

The training side's robustness mix has generators of its own; nothing here may be imported there, and the templates
differ, so that a suite never tests the very wording a model was tuned on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from .sampling import NoiseKey

T = TypeVar("T")

TEMPLATES = (
    ("quoted", 'Customer wrote: "{text}"'),
    ("ticket", "Ticket body:\n{text}"),
    ("bracketed", "<<{text}>>"),
    ("field", "subject: (none)\nmessage: {text}"),
    ("forwarded", "FWD: {text}"),
    ("bulleted", "- {text}"),
    ("signed", "{text}\n\nSent from my phone"),
)
NEIGHBOURS = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "j": "k", "k": "l",
    "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "q": "w", "r": "t", "s": "d", "t": "y", "u": "i", "v": "b",
    "w": "e", "x": "z", "y": "u", "z": "x",
}  # fmt: skip
WORDS_PER_TYPO = 5
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PUNCTUATION = re.compile(r"[.,;:!?\"]+")


class Stream:
    """A seeded stream of small draws (Philox words, modulo n: the bias at these sizes is below 1e-15)."""

    def __init__(self, key: NoiseKey) -> None:
        self._bits = np.random.Philox(key=np.array([key.low, key.high], dtype=np.uint64))

    def below(self, limit: int) -> int:
        """A whole number in [0, limit)."""
        return int(self._bits.random_raw()) % limit

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[self.below(len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different places of `options`, in drawn order; fewer if there are not as many."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]


def upper_case(text: str, stream: Stream) -> tuple[str, str]:
    """(variant, changed text): everything in capitals."""
    return "upper-case", text.upper()


def lower_and_space(text: str, stream: Stream) -> tuple[str, str]:
    """Lower case with one of three habits of spacing."""
    words = text.lower().split()
    kind = stream.below(3)
    if kind == 0:
        return "lower-double-space", "  ".join(words)
    if kind == 1 and len(words) > 2:
        cut = 1 + stream.below(len(words) - 1)
        return "lower-line-break", " ".join(words[:cut]) + "\n" + " ".join(words[cut:])
    return "lower-outer-space", "  " + " ".join(words) + " "


def template(text: str, stream: Stream) -> tuple[str, str]:
    """The message inside the wording of some other system."""
    name, pattern = stream.pick(TEMPLATES)
    return f"template-{name}", pattern.replace("{text}", text)


def punctuation_or_order(text: str, stream: Stream) -> tuple[str, str]:
    """Sentences in reverse order where there are several; else punctuation dropped, doubled or trailing off."""
    sentences = _SENTENCE.split(text.strip())
    if len(sentences) > 1 and stream.below(2) == 0:
        return "order-reversed", " ".join(reversed(sentences))
    kind = stream.below(3)
    if kind == 0:
        return "punctuation-none", " ".join(_PUNCTUATION.sub(" ", text).split())
    bare = text.rstrip().rstrip(".!?")
    return ("punctuation-loud", bare + "!!!") if kind == 1 else ("punctuation-trailing", bare + "...")


def typos(text: str, stream: Stream) -> tuple[str, str]:
    """One slip of the finger in every five words, never in a word's first letter, never in short words or numbers."""
    words = text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    count = max(1, round(len(words) / WORDS_PER_TYPO))
    for at in stream.sample(places, count):
        words[at] = _slip(words[at], stream)
    return "typos", " ".join(words)


def _slip(word: str, stream: Stream) -> str:
    at = 1 + stream.below(len(word) - 2)
    kind = stream.below(4)
    if kind == 0 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + NEIGHBOURS.get(word[at].lower(), "x") + word[at + 1 :]


FORMATS = (upper_case, lower_and_space, template, punctuation_or_order, typos)
"""In the order of positions 18 to 22."""
