"""Canonical forms: what is compared is what is hashed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.base.errors import InvalidInput
from assay_worker.data.graders import EXACT, LABEL_SET, NORMALISED, Grader, make_grader

LABELS = ["card_arrival", "lost card", "Top-Up"]


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


def numeric(**config: str) -> Grader:
    return make_grader("numeric", ["12.5"], config)


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ("12.5", "12.5"),
        ("The answer is 12.50.", "12.5"),
        ("$1,234.00", "1234"),
        ("+7", "7"),
        ("\u22123", "-3"),
        ("１２", "12"),
        ("-0", "0"),
        ("1.5e3", "1500"),
        ("1e99", ""),
        ("12 or 13", ""),
        ("12, so 12", "12"),
        ("1,5", ""),
        ("v2", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_numeric_takes_the_one_number(answer: str, form: str) -> None:
    assert numeric().canonical(answer) == form


@given(st.decimals(-(10**9), 10**9, places=4))
def test_numeric_forms_are_exact(value: Decimal) -> None:
    form = numeric().canonical(f"{value:f}")
    assert Decimal(form) == value
    assert numeric().canonical(form) == form


def test_numeric_tolerances() -> None:
    assert not numeric().passes("12.51", "12.5")
    assert numeric(tolerance="0.01").passes("12.51", "12.5")
    assert not numeric(tolerance="0.01").passes("12.52", "12.5")
    assert numeric(relativeTolerance="0.1").passes("-110", "-100")
    assert not numeric(tolerance="1000").passes("no number", "12.5")


def test_regex_compares_what_it_finds() -> None:
    grader = make_grader("regex", ["AB-12"], {"pattern": "([A-Z]{2}-\\d+)"})
    assert grader.canonical("Your code is AB-12, thank you") == "AB-12"
    assert grader.passes("code: AB-12", "AB-12")
    assert not grader.passes("AB-123", "AB-12")
    assert not grader.in_form("no code")


def test_regex_looks_at_the_beginning_of_a_long_answer_only() -> None:
    grader = make_grader("regex", ["x1"], {"pattern": "x\\d"})
    assert grader.canonical(" " * 300 + "x1") == ""


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["intent"],
    "properties": {"intent": {"enum": ["a", "b"]}, "why": {"type": "string"}, "sure": {"type": "number"}},
    "additionalProperties": False,
}


def test_json_schema_compares_values_not_texts() -> None:
    grader = make_grader("json-schema", ['{"intent": "a"}'], {"schema": SCHEMA})
    assert grader.canonical('{ "sure": 1.0,\n "intent": "a" }') == '{"intent":"a","sure":1}'
    assert grader.passes('{"intent":"a"}', '{"intent": "a"}')
    assert not grader.passes('{"intent":"b"}', '{"intent": "a"}')


def test_json_schema_can_compare_some_fields_only() -> None:
    grader = make_grader("json-schema", ['{"intent": "a"}'], {"schema": SCHEMA, "compare": ["intent"]})
    assert grader.passes('{"intent":"a","why":"it says so"}', '{"intent": "a"}')
    valid = make_grader("json-schema", ['{"intent": "a"}'], {"schema": SCHEMA, "compare": []})
    assert valid.passes('{"intent":"b"}', '{"intent": "a"}'), "with no field to compare, fitting the schema is enough"
    assert not valid.passes('{"intent":"c"}', '{"intent": "a"}')


@pytest.mark.parametrize(
    "answer", ["", "a", '{"intent":"c"}', '{"intent":"a","x":1}', '{"intent":"a","sure":NaN}', "[" * 9000, "1" * 9000]
)
def test_json_schema_answers_without_form(answer: str) -> None:
    grader = make_grader("json-schema", [], {"schema": SCHEMA})
    assert grader.canonical(answer) == ""
    assert not grader.in_form(answer)


@pytest.mark.parametrize("name", ["exact", "normalised", "label-set", "json-schema", "numeric", "regex"])
@given(answer=st.text(max_size=40))
def test_any_answer_is_graded(name: str, answer: str) -> None:
    labels = {"json-schema": ["1"], "numeric": ["1"], "regex": ["1"]}.get(name, LABELS)
    config = {"json-schema": {"schema": {}}, "regex": {"pattern": "\\d+"}}.get(name)
    grader = make_grader(name, labels, config)
    form = grader.canonical(answer)
    assert grader.in_form(answer) or form == "" or form not in [grader.canonical(label) for label in labels]
    assert grader.passes(answer, labels[0]) <= grader.in_form(answer)
    assert not grader.passes("", labels[0])


@pytest.mark.parametrize("label", ["...", "_", ""])
def test_error_a_label_without_form(label: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_grader(LABEL_SET, ["fine", label])
    assert caught.value.code == "labels.noForm"


@pytest.mark.parametrize("grader", [6, -1, "fuzzy", True, None])
def test_error_unknown_grader(grader: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_grader(grader, LABELS)
    assert caught.value.code == "grader.unknown"


def test_error_labels_that_look_alike() -> None:
    with pytest.raises(InvalidInput) as caught:
        make_grader(LABEL_SET, ["lost card", "Lost_Card"])
    assert caught.value.code == "labels.ambiguous"
