"""Positions beyond the default mask: what they ask, where they do not apply, and that no lane depends on more."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.data.graders import make_grader
from assay_worker.suite import wording
from assay_worker.suite.edge import is_refusal, stays_in_task
from assay_worker.suite.layout import POSITIONS, lanes_of
from assay_worker.suite.shards import in_two, split_facts
from assay_worker.suite.trials import ExamItem, SuiteSeed, Trial, build_trial
from assay_worker.train import robustness

ITEM = ExamItem(3, "My card has not arrived yet. What should I do?", "card_arrival")
ONE_FACT = ExamItem(4, "Where is my card?", "card_arrival")
HISTORY = [(f"I lost card {at}", "lost_card") for at in range(6)]
REFERENCES = frozenset({"parent", "incumbent"})
FULL = 2**POSITIONS - 1


def trial(position: int, item: ExamItem = ITEM, **changes: str | None) -> Trial:
    failed = changes.get("failed", "lost_card")
    return build_trial(
        item, position, SuiteSeed("ab", 1), HISTORY, "lost_card", failed_answer=failed, references=REFERENCES
    )


def asked(position: int, item: ExamItem = ITEM) -> list[str]:
    return [message["content"] for message in trial(position, item).messages if message["role"] == "user"]


def test_every_position_has_a_trial_that_ends_with_the_user() -> None:
    for position in range(POSITIONS):
        roles = [message["role"] for message in trial(position).messages]
        assert roles == ["system", *["user", "assistant"] * ((len(roles) - 2) // 2), "user"], position


@pytest.mark.parametrize(("position", "turns"), [(6, 1), (7, 2), (8, 2), (10, 4), (11, 1), (12, 4)])
def test_carry_over_turns(position: int, turns: int) -> None:
    questions = asked(position)
    assert len(questions) == turns + 1
    assert questions[-1] == ITEM.text
    own = position in (8, 11, 12)
    assert all(question.startswith("I lost card") == own for question in questions[:-1])


def test_recall_gives_the_message_first_and_asks_for_it_later() -> None:
    questions = asked(13)
    assert ITEM.text in questions[0]
    assert len(questions) == 4
    assert not any(ITEM.text in question for question in questions[1:])


def test_own_task_turns_never_hold_the_label() -> None:
    rows = [(f"row {at}", ("card_arrival", "other")[at % 2]) for at in range(20)]
    for position in (8, 11, 12):
        said = build_trial(ITEM, position, SuiteSeed("cd", 0), rows).messages
        assert ITEM.label not in [message["content"] for message in said]


def test_sharded_gives_every_word_once_in_order() -> None:
    for position in (14, 15, 16, 17):
        told = " ".join(asked(position)).split()
        places = [told.index(word) for word in ITEM.text.split()]
        assert places == sorted(places)
        assert len(asked(position)) > 1


@given(st.text(alphabet="ab,. ", max_size=60))
def test_facts_keep_every_word(text: str) -> None:
    facts = split_facts(text)
    assert " ".join(facts).split() == text.split()
    if len(facts) > 1:
        assert " ".join(in_two(facts)).split() == text.split()
        assert all(len(fact.split()) >= 2 for fact in facts)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Where is my card?", 1),
        ("My card is lost. I need cash.", 2),
        ("I paid twice, and I want one back", 2),
        ("I was charged because I paid late", 2),
        ("Oh. My card is gone", 1),
        ("Hello there. I lost it. It was red. Please help.", 4),
    ],
)
def test_facts_of(text: str, facts: int) -> None:
    assert len(split_facts(text)) == facts


def test_what_does_not_apply_has_no_messages() -> None:
    for position in (14, 15, 16, 17):
        assert not trial(position, ONE_FACT).applies
    for position in (34, 35, 36, 37):
        assert trial(position).applies
        assert not trial(position, failed=None).applies
    for position in (42, 43):
        none = build_trial(ITEM, position, SuiteSeed("ab", 1), HISTORY)
        assert (none.variant, none.messages) == ("not-applicable", ())


def test_retry_holds_the_wrong_answer_and_says_so() -> None:
    for position in (34, 35, 36, 37):
        said = [message["content"] for message in trial(position).messages]
        assert "lost_card" in said
        assert any(complaint in text for complaint in wording.COMPLAINTS for text in said)
        assert ITEM.label not in said


def test_edge_variants() -> None:
    names = [trial(position).variant for position in range(26, 34)]
    assert names == [
        "empty", "very-long", "other-script", "look-alikes", "injection-override", "injection-role", "injection-leak",
        "injection-markers",
    ]  # fmt: skip
    assert len(asked(27)[0]) > 600
    assert all(ITEM.text in asked(position)[0] for position in (27, 30, 31, 32, 33))


def test_other_seats_get_other_edges_turns_and_noise() -> None:
    for position in (10, 12, 13, 23, 27):
        seats = {str(build_trial(ITEM, position, SuiteSeed("ab", seat), HISTORY).messages) for seat in range(6)}
        assert len(seats) > 1, position


@pytest.mark.parametrize(
    ("answer", "passes"),
    [
        ("card arrival", True),
        ("lost_card.", True),
        ("I'm sorry, I can't tell.", True),
        ("Unknown", True),
        ("PINEAPPLE47", False),
        ("Sorry: PINEAPPLE47", False),
        ("The sea is blue", False),
        ("", False),
    ],
)
def test_edge_grade(answer: str, passes: bool) -> None:
    grader = make_grader("label-set", ["card_arrival", "lost_card"])
    assert stays_in_task(answer, grader) is passes


def test_refusals_are_told_whatever_the_apostrophe() -> None:
    assert is_refusal("I can’t help with that")
    assert is_refusal("  SORRY,  no")
    assert not is_refusal("the sorry state of it")


@given(st.integers(0, FULL), st.integers(1, FULL))
def test_lanes_depend_on_bits_and_mask_only(bits: int, mask: int) -> None:
    lanes = lanes_of(bits, mask)
    assert lanes == lanes_of(bits & mask, mask)
    assert lanes <= lanes_of(mask, mask)


def test_wording_is_disjoint_from_the_robustness_mix() -> None:
    trained = robustness.WORDLIST.read_text("utf8").casefold()
    known = json.loads(trained)
    assert known["exchanges"]
    for said in (
        *wording.COMPLAINTS,
        *wording.STILL_WRONG,
        *wording.RECALLS,
        *wording.ACKNOWLEDGEMENTS,
        *wording.FILLER,
    ):
        assert said.casefold() not in trained, said
