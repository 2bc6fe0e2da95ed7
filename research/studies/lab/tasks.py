"""The studies' classification task: generated support messages of eight intents, split by sentence skeleton or by row.

The sentences and slots are those of the example data (demo_data.py). A hold-out by skeleton asks a
sentence that training never showed in any filling; one by row asks a new filling. A pure function of the seed.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from assay_worker.data.demo_data import SLOT, WORDLIST

CAPITALS = 0.2  # share of messages all in capitals: tiny reads them letter by letter and must be shown some


@dataclass(frozen=True)
class Line:
    """One message and its intent."""

    text: str
    label: str


@dataclass(frozen=True)
class Task:
    """`train` and `exam` share no message; both are in a seeded order, the exam balanced over the labels."""

    labels: tuple[str, ...]
    train: tuple[Line, ...]
    exam: tuple[Line, ...]


def make_task(seed: int, *, intents: int, rows_per_intent: int, exam_items: int, exam_skeletons: int) -> Task:
    """A fresh draw of the task, over `intents` of the eight: which ones, which skeletons and all fillings are drawn.

    At least `exam_skeletons` of an intent are held out, more where their fillings give too few different messages.
    With 0 the split is by row: the exam has other fillings of sentences that training has too.

    Raises ValueError where the word lists cannot give that many different messages.
    """
    content = json.loads(WORDLIST.read_text("utf8"))
    slots: dict[str, list[str]] = content["slots"]
    sentences: dict[str, list[str]] = content["intents"]
    rng = random.Random(f"study task {seed}")
    labels = tuple(rng.sample(list(sentences), intents))
    train: list[Line] = []
    exam: list[Line] = []
    for at, label in enumerate(labels):
        skeletons = rng.sample(sentences[label], len(sentences[label]))
        wanted = exam_items // len(labels) + (at < exam_items % len(labels))
        if exam_skeletons == 0:
            lines = _lines(skeletons, label, wanted + rows_per_intent, slots, rng)
            rng.shuffle(lines)
            exam += lines[:wanted]
            train += lines[wanted:]
            continue
        held_out = _enough(skeletons, exam_skeletons, wanted, slots)
        exam += _lines(skeletons[:held_out], label, wanted, slots, rng)
        train += _lines(skeletons[held_out:], label, rows_per_intent, slots, rng)
    rng.shuffle(train)
    rng.shuffle(exam)
    return Task(labels, tuple(train), tuple(exam))


def _enough(skeletons: Sequence[str], least: int, count: int, slots: dict[str, list[str]]) -> int:
    """How many of the first skeletons can be filled in `count` ways or more, `least` at least."""
    ways = [math.prod(len(slots[name]) for name in SLOT.findall(skeleton)) for skeleton in skeletons]
    return next((at for at in range(least, len(ways)) if sum(ways[:at]) >= count), least)


def _lines(
    skeletons: Sequence[str], label: str, count: int, slots: dict[str, list[str]], rng: random.Random
) -> list[Line]:
    """`count` different messages, spread over the skeletons by turns; some in capitals, as some people write."""
    taken: dict[str, Line] = {}
    turn = 0
    while len(taken) < count:
        if turn > 50 * count:
            raise ValueError(f"{label}: {len(skeletons)} skeletons give no {count} different messages; ask for fewer.")
        text = SLOT.sub(lambda match: rng.choice(slots[match.group(1)]), skeletons[turn % len(skeletons)])
        text = text.upper() if rng.random() < CAPITALS else text[0].upper() + text[1:]
        taken.setdefault(text.casefold(), Line(text, label))
        turn += 1
    return list(taken.values())
