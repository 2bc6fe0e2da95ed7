"""Conversations around an item: earlier turns, facts given one at a time, and a wrong answer that is pointed out.

Every function returns (variant, the conversation as question and answer pairs, the last question). The assistant's
turns are fixed sentences, labels of other rows, or the model's own earlier answers, so that a prompt never depends on
anything but public inputs and the transcript.
"""

from __future__ import annotations

from collections.abc import Sequence

from .perturb import Stream
from .shards import in_two
from .wording import ACKNOWLEDGEMENTS, COMPLAINTS, DOUBTS, KEEP, RECALLS, STILL_WRONG, THAT_IS_ALL, UNRELATED

Pair = tuple[str, str]
Scene = tuple[str, list[Pair], str]

OWN_TASK_TURNS = {8: 2, 11: 1, 12: 4}
UNRELATED_TURNS = {6: 1, 7: 2, 10: 4}
SECOND_LOOK = 9
RECALL = 13
MOST_SHARDS = 4


def carry_over(
    position: int, text: str, label: str, stream: Stream, history: Sequence[Pair], first_answer: str | None
) -> Scene:
    """Positions 6 to 13: unrelated turns (1, 2, 4), own-task turns (1, 2, 4), a second look, a fact given before."""
    if position == SECOND_LOOK:
        assert first_answer is not None, "position 9 quotes the first answer"
        again = stream.below(2) == 0
        variant, question = ("same-again", text) if again else ("are-you-sure", stream.pick(DOUBTS))
        return variant, [(text, first_answer)], question
    if position in OWN_TASK_TURNS:
        count = OWN_TASK_TURNS[position]
        return f"own-task-{count}", own_task(text, label, history, stream, count), text
    if position == RECALL:
        told, noted = stream.pick(KEEP)
        turns = [(told.replace("{text}", text), noted), *stream.sample(UNRELATED, 2)]
        return "recall", turns, stream.pick(RECALLS)
    count = UNRELATED_TURNS[position]
    return f"unrelated-{count}", stream.sample(UNRELATED, count), text


def own_task(text: str, label: str, history: Sequence[Pair], stream: Stream, count: int) -> list[Pair]:
    """Rows of different labels, so that the history never gives the answer away; unrelated turns if there are none."""
    others = [row for row in history if row[1] != label and row[0] != text]
    return stream.sample(others or UNRELATED, count)


def sharded(place: int, facts: list[str], stream: Stream) -> Scene:
    """Places 0 to 3: in two pieces; fact by fact; two pieces and a closing word; two pieces with a turn between."""
    two = in_two(facts)
    if place == 1:
        own, rest = facts[: MOST_SHARDS - 1], facts[MOST_SHARDS - 1 :]
        pieces = [*own, " ".join(rest)] if rest else own
        return f"facts-{len(pieces)}", [(piece, stream.pick(ACKNOWLEDGEMENTS)) for piece in pieces[:-1]], pieces[-1]
    acknowledged = (two[0], stream.pick(ACKNOWLEDGEMENTS))
    if place == 0:
        return "halves", [acknowledged], two[1]
    if place == 2:
        return "closed", [acknowledged, (two[1], stream.pick(ACKNOWLEDGEMENTS))], stream.pick(THAT_IS_ALL)
    return "interrupted", [acknowledged, *stream.sample(UNRELATED, 1)], two[1]


def retry(place: int, text: str, failed: str, stream: Stream) -> Scene:
    """Places 0 to 3 after the model's own wrong answer: told so, told and asked, told twice, told a turn later."""
    complaint = stream.pick(COMPLAINTS)
    if place == 0:
        return "told", [(text, failed)], complaint
    if place == 1:
        return "told-and-asked", [(text, failed)], f"{complaint}\n{text}"
    if place == 2:
        return "told-twice", [(text, failed), (complaint, failed)], stream.pick(STILL_WRONG)
    return "told-later", [(text, failed), *stream.sample(UNRELATED, 1)], f"About my first message: {complaint}"
