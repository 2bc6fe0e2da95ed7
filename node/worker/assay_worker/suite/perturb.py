"""Label-keeping changes of a message for the `format` condition, drawn from a seeded stream.

A change must leave the label true. So it never touches digits, negations, words of the item's own label, and what
leans on an earlier sentence (tests/suite/samples/perturbations.json shows every generator at work, read by a person).

The robustness mix of training has generators of its own. It imports nothing from here, and its templates differ, so
that a suite never tests the very wording that a model was tuned on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from ..base.sampling import NoiseKey

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
DOSES = (5, 10, 20)
"""Letters that slip at positions 23 to 25, per cent of all letters."""
LETTERS_PER_SLIP = 3  # most slips in a word: one in so many of its letters
NEGATIONS = frozenset((
    "not", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "cannot", "cant", "dont", "doesnt",
    "didnt", "wont", "wouldnt", "isnt", "arent", "wasnt", "werent", "havent", "hasnt", "hadnt", "shouldnt", "couldnt",
    "without", "unable", "except", "instead", "hardly", "barely", "unless", "stop",
))  # fmt: skip
POINTING = frozenset((
    "it", "its", "that", "this", "these", "those", "they", "them", "he", "she", "then", "but", "so", "and", "or",
    "however", "also", "because", "otherwise", "instead", "not", "no", "yes", "if", "when", "after", "before", "which",
    "there", "still", "same",
))  # fmt: skip
"""First words that lean on the sentence before: such sentences are never moved."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PUNCTUATION = re.compile(r"(?<!\w)[.,;:!?\"]+(?!\d)|[.,;:!?\"]+(?!\w)")
"""Marks at a word's edge: not the point of 3.50 or example.org, the comma of 1,000 or the colon of 10:30."""
_WORD = re.compile(r"[^\W\d_]+")


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


def upper_case(text: str, stream: Stream, label: str = "") -> tuple[str, str]:
    """(variant, changed text): everything in capitals. `label` is the item's, as in all generators here."""
    return "upper-case", _recased(text, label, str.upper)


def lower_and_space(text: str, stream: Stream, label: str = "") -> tuple[str, str]:
    """Lower case with one of three habits of spacing."""
    words = _recased(text, label, str.lower).split()
    kind = stream.below(3)
    if kind == 0:
        return "lower-double-space", "  ".join(words)
    if kind == 1 and len(words) > 2:
        cut = 1 + stream.below(len(words) - 1)
        return "lower-line-break", " ".join(words[:cut]) + "\n" + " ".join(words[cut:])
    return "lower-outer-space", "  " + " ".join(words) + " "


def template(text: str, stream: Stream, label: str = "") -> tuple[str, str]:
    """The message inside the wording of a different system."""
    name, pattern = stream.pick(TEMPLATES)
    return f"template-{name}", pattern.replace("{text}", text)


def punctuation_or_order(text: str, stream: Stream, label: str = "") -> tuple[str, str]:
    """Sentences in reverse order where several stand alone; else punctuation dropped, doubled or trailing off."""
    sentences = _SENTENCE.split(text.strip())
    if len(sentences) > 1 and stream.below(2) == 0 and not any(_points_back(one) for one in sentences[1:]):
        return "order-reversed", " ".join(reversed(sentences))
    kind = stream.below(3)
    if kind == 0:
        return "punctuation-none", " ".join(_PUNCTUATION.sub(" ", text).split())
    bare = text.rstrip().rstrip(".!?")
    return ("punctuation-loud", bare + "!!!") if kind == 1 else ("punctuation-trailing", bare + "...")


def typos(text: str, stream: Stream, label: str = "") -> tuple[str, str]:
    """One slip of the finger in every five words, never in a word's first letter, nor in a word that must stay."""
    words = text.split(" ")
    kept = _kept_words(label)
    places = [at for at, word in enumerate(words) if word.isalpha() and _may_slip(word, kept)]
    count = max(1, round(len(words) / WORDS_PER_TYPO))
    for at in stream.sample(places, count):
        words[at] = _slip(words[at], stream)
    return "typos", " ".join(words)


def noise(dose: int) -> Generator:
    """The generator that lets `dose` per cent of the letters slip, as far as the words that must stay allow."""

    def noisy(text: str, stream: Stream, label: str = "") -> tuple[str, str]:
        kept = _kept_words(label)
        words = [match for match in _WORD.finditer(text) if _stands_alone(text, match)]
        room = [
            at
            for at, match in enumerate(words)
            if _may_slip(match.group(), kept)
            for _ in range(max(1, len(match.group()) // LETTERS_PER_SLIP))
        ]
        letters = sum(letter.isalpha() for letter in text)
        slips = [0] * len(words)
        for at in stream.sample(room, max(1, round(letters * dose / 100))):
            slips[at] += 1
        changed, end = "", 0
        for match, count in zip(words, slips, strict=True):
            word = match.group()
            for _ in range(count):
                word = _slip(word, stream)
            changed += text[end : match.start()] + word
            end = match.end()
        return f"noise-{dose}", changed + text[end:]

    return noisy


def _recased(text: str, label: str, change: Callable[[str], str]) -> str:
    """The text in other case, except where the label itself stands in it: an answer to be copied stays as it is."""
    if not label:
        return change(text)
    pieces = re.split(rf"(?<!\w)({re.escape(label)})(?!\w)", text)
    return "".join(piece if piece == label else change(piece) for piece in pieces)


def _points_back(sentence: str) -> bool:
    found = _WORD.search(sentence)
    return found is None or found.group().lower() in POINTING


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """False for letters beside a digit, `_`, `@`, `/` or an apostrophe: codes, addresses, "don't"."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return not any(letter.isdigit() or letter in "_@/#'’" for letter in around)


def _kept_words(label: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(label.replace("_", " ")))


def _may_slip(word: str, kept: frozenset[str]) -> bool:
    """False for short words, and for those that carry the label or turn a meaning round."""
    lower = word.lower()
    return len(word) >= 4 and lower not in NEGATIONS and lower not in kept


def _slip(word: str, stream: Stream) -> str:
    """One slip behind the first letter: two letters swapped, one dropped, doubled, or hit beside.

    The first letter stays, so that no slip removes a negating beginning. No slip may make a negation either.
    """
    if len(word) < 3:
        return word
    at = 1 + stream.below(len(word) - 2)
    kind = stream.below(4)
    doubled = word[:at] + word[at] + word[at:]
    if kind == 0 and word[at] != word[at + 1]:
        slipped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    elif kind == 1:
        slipped = word[:at] + word[at + 1 :]
    elif kind == 2:
        slipped = doubled
    else:
        slipped = word[:at] + NEIGHBOURS.get(word[at].lower(), "x") + word[at + 1 :]
    return doubled if slipped.lower() in NEGATIONS else slipped


Generator = Callable[[str, Stream, str], tuple[str, str]]
FORMATS: tuple[Generator, ...] = (
    upper_case,
    lower_and_space,
    template,
    punctuation_or_order,
    typos,
    *(noise(dose) for dose in DOSES),
)
"""In the order of positions 18 to 25."""
