"""Canonical forms: what is compared is what is hashed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.errors import InvalidInput
from assay_worker.graders import EXACT, LABEL_SET, NORMALISED, make_grader, normalise

LABELS = ["card_arrival", "lost card", "Top-Up"]


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("Card_Arrival", "card arrival"),
        ("  card   arrival. ", "card arrival"),
        ("card-arrival!", "card arrival"),
        ("ｃａｒｄ arrival", "card arrival"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("...", ""),
    ],
)
def test_normalise(answer: str, form: str) -> None:
    assert normalise(answer) == form


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(answer: str) -> None:
    assert normalise(normalise(answer)) == normalise(answer)


def test_exact_keeps_every_character() -> None:
    grader = make_grader(EXACT, LABELS)
    assert grader.canonical(" lost card") == " lost card"
    assert grader.passes("lost card", "lost card")
    assert not grader.passes("Lost card", "lost card")


def test_label_set_names_the_declared_label() -> None:
    grader = make_grader("label-set", LABELS)
    assert grader.grader_id == LABEL_SET
    assert grader.canonical("CARD ARRIVAL.") == "card_arrival"
    assert grader.canonical("card arrival, I think") == ""
    assert grader.passes("top up", "Top-Up")
    assert not grader.passes("lost card", "Top-Up")


def test_an_answer_outside_the_labels_never_passes() -> None:
    grader = make_grader(LABEL_SET, LABELS)
    assert not grader.passes("nonsense", "another label that is not declared")


def test_normalised_compares_forms() -> None:
    assert make_grader(NORMALISED, []).passes("Lost_Card!", "lost card")


@pytest.mark.parametrize("grader", [6, -1, "fuzzy", True, None])
def test_error_unknown_grader(grader: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_grader(grader, LABELS)
    assert caught.value.code == "grader.unknown"


def test_error_labels_that_look_alike() -> None:
    with pytest.raises(InvalidInput) as caught:
        make_grader(LABEL_SET, ["lost card", "Lost_Card"])
    assert caught.value.code == "labels.ambiguous"
