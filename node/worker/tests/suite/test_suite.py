"""The suite's prompts: repeatable, seat-specific, and with the label left true."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.base.sampling import NoiseKey
from assay_worker.suite.layout import positions_of
from assay_worker.suite.perturb import Stream, typos
from assay_worker.suite.trials import ExamItem, SuiteSeed, Trial, build_trial

ITEM = ExamItem(3, "My card has not arrived yet. What should I do?", "card_arrival")
HISTORY = [
    ("I lost my card", "lost_card"),
    ("Why was I charged twice?", "double_charge"),
    ("Where is it?", "card_arrival"),
]
MASK = 1 | 0b11111 << 1 | 0b1111 << 6 | 0b11111 << 18


def trials(seat: int = 0, round_seed: str = "ab", item: ExamItem = ITEM) -> list[Trial]:
    seed = SuiteSeed(round_seed, seat)
    return [build_trial(item, position, seed, HISTORY, "lost_card") for position in positions_of(MASK)]


def test_same_seed_same_prompts_other_seat_other_prompts() -> None:
    assert trials() == trials()
    assert [one.messages for one in trials(0)] != [one.messages for one in trials(1)]
    assert [one.messages for one in trials()] != [one.messages for one in trials(round_seed="ac")]


def test_only_repeats_are_sampled_and_each_has_its_own_key() -> None:
    keys = [one.key for one in trials()]
    assert [one.condition for one in trials() if one.key is not None] == ["repeat"] * 5
    assert len({key for key in keys if key is not None}) == 5


def test_every_conversation_is_well_formed_and_ends_with_the_user() -> None:
    for one in trials():
        roles = [message["role"] for message in one.messages]
        assert roles[0] == "system"
        assert roles[1:] == ["user", "assistant"] * ((len(roles) - 2) // 2) + ["user"]


def test_carry_over_history() -> None:
    by_position = {position: one for position, one in zip(positions_of(MASK), trials(), strict=True)}
    assert [len(by_position[at].messages) for at in (6, 7, 8, 9)] == [4, 6, 6, 4]
    assert all(by_position[at].messages[-1]["content"] == ITEM.text for at in (6, 7, 8))
    own_task = by_position[8].messages
    assert ITEM.label not in [message["content"] for message in own_task], "the history must not give the answer away"
    assert by_position[9].messages[2]["content"] == "lost_card", "the second look quotes the model's own first answer"


def test_formats_by_position() -> None:
    found = {at: one for at, one in zip(positions_of(MASK), trials(), strict=True) if one.condition == "format"}
    assert found[18].messages[-1]["content"] == ITEM.text.upper()
    assert found[19].messages[-1]["content"].split() == ITEM.text.lower().split()
    assert ITEM.text in found[20].messages[-1]["content"]
    assert [found[at].variant.split("-")[0] for at in range(18, 23)][:3] == ["upper", "lower", "template"]


@given(st.text(min_size=1, max_size=200), st.integers(0, 40))
def test_formats_keep_every_word_they_should(text: str, seat: int) -> None:
    item = ExamItem(0, text, "x")
    found = [one for one in trials(seat, item=item) if one.condition == "format"]
    assert found[1].messages[-1]["content"].split() == text.lower().split()
    assert text in found[2].messages[-1]["content"]
    letters = sorted(re.sub(r"[\W_]", "", text))
    assert sorted(re.sub(r"[\W_]", "", found[3].messages[-1]["content"])) == letters


@pytest.mark.parametrize("seed", range(20))
def test_typos_stay_readable(seed: int) -> None:
    _, changed = typos(ITEM.text, Stream(NoiseKey.of(seed)))
    before, after = ITEM.text.split(" "), changed.split(" ")
    assert len(before) == len(after)
    assert all(one[0] == other[0] for one, other in zip(before, after, strict=True)), "first letters stay"
    assert all(abs(len(one) - len(other)) <= 1 for one, other in zip(before, after, strict=True))
    assert 0 < sum(one != other for one, other in zip(before, after, strict=True)) <= 2
