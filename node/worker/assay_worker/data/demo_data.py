"""Example data: a made-up support desk with four contributors whose shares should differ.

A is broad and clean (six intents); only B has rows of two more intents; C sends near-duplicates of A's rows; D sends
fresh rows of which 30% carry a wrong label. `group` is the sentence skeleton, so that a split by group never puts a
near-duplicate on both sides. Same seed, same rows. The sentences are hand-written in base/wordlists/demo_intents.json.
"""

from __future__ import annotations

import csv
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from ..base.tiny import WORDLISTS

WORDLIST = WORDLISTS / "demo_intents.json"
SOLE_INTENTS_OF_B = ("move_address", "switch_model")
ROWS_OF_A = 24  # per intent
ROWS_OF_B = 40
ROWS_OF_C = 11
ROWS_OF_D = 7
WRONG_SHARE_OF_D = 0.30
C_SKELETONS = 5  # C repeats few of A's sentences many times
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class DemoRow:
    """One row of the example file; `group` is the id of the skeleton its sentence was made from."""

    text: str
    label: str
    contributor: str
    group: str


@dataclass(frozen=True)
class _Intents:
    slots: dict[str, list[str]]
    skeletons: dict[str, list[str]]


def demo_rows(seed: int) -> list[DemoRow]:
    """The example rows in file order (shuffled), all texts distinct."""
    content = json.loads(WORDLIST.read_text("utf8"))
    intents = _Intents(slots=content["slots"], skeletons=content["intents"])
    rng = random.Random(seed)
    taken: set[str] = set()
    rows: list[DemoRow] = []
    shared = [label for label in intents.skeletons if label not in SOLE_INTENTS_OF_B]
    for label in shared:
        clean = _fresh_rows(intents, label, "A", ROWS_OF_A, rng, taken)
        rows += clean
        rows += _near_duplicates(clean, ROWS_OF_C, rng, taken)
    for label in SOLE_INTENTS_OF_B:
        rows += _fresh_rows(intents, label, "B", ROWS_OF_B, rng, taken)
    noisy = [row for label in shared for row in _fresh_rows(intents, label, "D", ROWS_OF_D, rng, taken)]
    rows += _mislabel(noisy, shared, rng)
    rng.shuffle(rows)
    return rows


def write_demo(path: Path, seed: int) -> int:
    """Write the example CSV (columns text,label,contributor,group); returns the number of rows."""
    rows = demo_rows(seed)
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "label", "contributor", "group"])
        writer.writerows([row.text, row.label, row.contributor, row.group] for row in rows)
    return len(rows)


def _fresh_rows(
    intents: _Intents, label: str, contributor: str, count: int, rng: random.Random, taken: set[str]
) -> list[DemoRow]:
    """`count` new sentences spread evenly over the skeletons of `label`."""
    skeletons = intents.skeletons[label]
    order = rng.sample(range(len(skeletons)), len(skeletons))
    rows: list[DemoRow] = []
    turn = 0
    while len(rows) < count:
        index = order[turn % len(order)]
        turn += 1
        text = _fill(skeletons[index], intents.slots, rng)
        if text in taken:
            continue
        taken.add(text)
        rows.append(DemoRow(text, label, contributor, f"{label}-{index + 1:02d}"))
    return rows


def _fill(skeleton: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    text = SLOT.sub(lambda match: rng.choice(slots[match.group(1)]), skeleton)
    return text[0].upper() + text[1:]


def _near_duplicates(rows: list[DemoRow], count: int, rng: random.Random, taken: set[str]) -> list[DemoRow]:
    """`count` rows of C: sentences of A with an edit that adds nothing."""
    chosen = rng.sample(rows, C_SKELETONS)
    copies: list[DemoRow] = []
    edits = [
        lambda text: text.rstrip(".?"),
        lambda text: f"Hi. {text}",
        lambda text: f"{text} Thanks!",
        lambda text: f"Hello! {text}",
        lambda text: text.rstrip(".?") + "...",
        lambda text: f"{text} Thank you.",
    ]
    turn = 0
    while len(copies) < count:
        source = chosen[turn % len(chosen)]
        turn += 1
        text = rng.choice(edits)(source.text)
        if text in taken:
            continue
        taken.add(text)
        copies.append(DemoRow(text, source.label, "C", source.group))
    return copies


def _mislabel(rows: list[DemoRow], labels: list[str], rng: random.Random) -> list[DemoRow]:
    """The rows with exactly 30% of them (rounded) given another intent's label."""
    wrong = set(rng.sample(range(len(rows)), round(WRONG_SHARE_OF_D * len(rows))))
    return [
        DemoRow(row.text, rng.choice([label for label in labels if label != row.label]), row.contributor, row.group)
        if index in wrong
        else row
        for index, row in enumerate(rows)
    ]
