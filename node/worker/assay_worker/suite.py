"""The suite: which prompt every trial of an item asks, as a pure function of public inputs.

A trial is one independent draw of its condition's nuisance, seeded by (round seed, seat, slot, position). Anyone with
the items, the seed and the transcript can rebuild every prompt. Position 9 quotes the model's own first answer, which
the transcript holds as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .layout import REPEAT_START, condition_at
from .models import Message, conversation
from .perturb import FORMATS, Stream
from .sampling import NoiseKey

UNRELATED = (
    ("What is the capital of Norway?", "Oslo."),
    ("How many minutes are in two hours?", "120."),
    ("Name a fruit that is yellow.", "Banana."),
    ("Which planet is closest to the sun?", "Mercury."),
    ("Translate 'thank you' into French.", "Merci."),
    ("What is the opposite of cold?", "Hot."),
    ("Who painted the Mona Lisa?", "Leonardo da Vinci."),
    ("Give me a word that rhymes with light.", "Night."),
    ("What colour do blue and yellow make?", "Green."),
    ("How many legs does a spider have?", "Eight."),
    ("In which month does autumn begin in Europe?", "September."),
    ("What do bees make?", "Honey."),
)
DOUBTS = ("Are you sure? Answer again.", "Is that right? Say it once more.", "Really? Check it and answer again.")
SECOND_LOOK = 9


@dataclass(frozen=True)
class ExamItem:
    """One hidden question of a round; `slot` is its place in the exam."""

    slot: int
    text: str
    label: str


@dataclass(frozen=True)
class Trial:
    """One trial, ready to render: greedy where `key` is None."""

    slot: int
    position: int
    condition: str
    variant: str
    messages: tuple[Message, ...]
    key: NoiseKey | None = None


@dataclass(frozen=True)
class SuiteSeed:
    """What makes a seat's draws its own: the round's seed and the seat."""

    round_seed: str
    seat: int

    def stream(self, slot: int, position: int) -> Stream:
        """The draws that shape one trial's prompt."""
        return Stream(NoiseKey.of("suite", self.round_seed, self.seat, slot, position))

    def noise(self, slot: int, position: int) -> NoiseKey:
        """The sampling noise of one repeat: keyed by (round, seat, item, condition, trial)."""
        condition = condition_at(position)
        return NoiseKey.of("sampling", self.round_seed, self.seat, slot, condition.name, position - condition.start)


def build_trial(
    item: ExamItem, position: int, seed: SuiteSeed, history: Sequence[tuple[str, str]], first_answer: str | None = None
) -> Trial:
    """The trial of `item` at `position`. `history` holds (text, label) rows for own-task turns, in a fixed order.

    `first_answer` is the model's greedy answer to the plain question; only position 9 needs it.
    """
    condition = condition_at(position)
    if condition.name in ("first", "repeat"):
        key = seed.noise(item.slot, position) if position >= REPEAT_START else None
        variant = "plain" if key is None else f"sample-{position - condition.start + 1}"
        return _trial(item, position, variant, conversation(item.text), key)
    stream = seed.stream(item.slot, position)
    if condition.name == "format":
        variant, text = FORMATS[position - condition.start](item.text, stream)
        return _trial(item, position, variant, conversation(text))
    if position == SECOND_LOOK:
        assert first_answer is not None, "position 9 quotes the first answer"
        variant, question = ("same-again", item.text) if stream.below(2) == 0 else ("are-you-sure", stream.pick(DOUBTS))
        return _trial(item, position, variant, conversation(question, _turns([(item.text, first_answer)])))
    if position == condition.start + 2:
        return _trial(item, position, "own-task-2", conversation(item.text, _turns(_own_task(item, history, stream))))
    count = position - condition.start + 1
    turns = _turns(stream.sample(UNRELATED, count))
    return _trial(item, position, f"unrelated-{count}", conversation(item.text, turns))


def _trial(
    item: ExamItem, position: int, variant: str, messages: Sequence[Message], key: NoiseKey | None = None
) -> Trial:
    return Trial(item.slot, position, condition_at(position).name, variant, tuple(messages), key)


def _own_task(item: ExamItem, history: Sequence[tuple[str, str]], stream: Stream) -> list[tuple[str, str]]:
    """Two rows of other labels, so that the history never gives the answer away; unrelated turns if there are none."""
    others = [row for row in history if row[1] != item.label and row[0] != item.text]
    return stream.sample(others or UNRELATED, 2)


def _turns(pairs: Sequence[tuple[str, str]]) -> list[Message]:
    messages: list[Message] = []
    for question, answer in pairs:
        messages += [Message(role="user", content=question), Message(role="assistant", content=answer)]
    return messages
