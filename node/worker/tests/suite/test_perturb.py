"""Perturbations leave the label true: read samples, and properties over drawn messages."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from write_samples import MESSAGES, SAMPLES, samples

from assay_worker.base.sampling import NoiseKey
from assay_worker.suite.perturb import DOSES, FORMATS, NEGATIONS, TEMPLATES, Stream, noise

WORDS = [
    "card",
    "transfer",
    "payment",
    "never",
    "not",
    "cannot",
    "without",
    "account",
    "balance",
    "please",
    "refund",
    "lost",
    "stolen",
    "where",
    "what",
    "when",
    "it",
    "this",
    "3.50",
    "1,000",
    "10:30",
    "+44",
    "AB-1234",
    "user_7@example.org",
    "don't",
    "can't",
    "isn't",
    "top-up",
    "José",
    "straße",
    "unable",
    "except",
]
messages = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(["", "", "", ".", "?", "!", ","])), min_size=1, max_size=24
).map(lambda words: " ".join(word + mark for word, mark in words))
streams = st.integers(0, 10**6).map(lambda seed: Stream(NoiseKey.of("property", seed)))
generators = pytest.mark.parametrize("place", range(len(FORMATS)))


def changed(place: int, text: str, stream: Stream, label: str = "") -> str:
    return FORMATS[place](text, stream, label)[1]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.casefold())


def test_the_samples_a_person_read_are_what_the_generators_do() -> None:
    """After a change of perturb.py run write_samples.py and read the difference."""
    assert samples() == json.loads(SAMPLES.read_text("utf8"))
    assert all(len(rows) == 2 * len(MESSAGES) for rows in samples().values())


@generators
@given(text=messages, stream=streams)
def test_numbers_stay_in_order(place: int, text: str, stream: Stream) -> None:
    """Numbers with their inner marks. Sentences may change places, so there only their set is compared."""
    numbers = re.compile(r"\d+(?:[.,:]\d+)*")
    before, after = numbers.findall(text), numbers.findall(changed(place, text, stream))
    assert sorted(before) == sorted(after)
    if place != 3:
        assert before == after


@generators
@given(text=messages, stream=streams)
def test_negations_are_neither_lost_nor_made(place: int, text: str, stream: Stream) -> None:
    refusing = {*NEGATIONS, "don't", "can't", "isn't", "no"}
    before = Counter(word for word in words(text) if word in refusing)
    after = Counter(word for word in words(changed(place, text, stream)) if word in refusing)
    if place == 2:
        after -= Counter(["none"]) if "(none)" in FORMATS[2](text, stream, "")[1] and after["none"] else Counter()
    assert before <= after
    assert place == 2 or before == after


@generators
@given(text=messages, stream=streams, label=st.sampled_from(["lost card", "top_up_refund", "Transfer", "AB-1234"]))
def test_label_words_stay(place: int, text: str, stream: Stream, label: str) -> None:
    wanted = set(re.findall(r"[a-z]+", label.casefold()))
    before = Counter(word for word in words(text) if word in wanted)
    after = Counter(word for word in words(changed(place, text, stream, label)) if word in wanted)
    assert before == after


@generators
@given(text=messages, stream=streams)
def test_addresses_and_codes_stay(place: int, text: str, stream: Stream) -> None:
    after = changed(place, text, stream).casefold()
    for code in ("ab-1234", "user_7@example.org"):
        assert after.count(code) == text.casefold().count(code)


@given(text=messages, stream=streams)
def test_a_label_to_be_copied_keeps_its_case(text: str, stream: Stream) -> None:
    for place in range(len(FORMATS)):
        assert changed(place, text, stream, "AB-1234").count("AB-1234") == text.count("AB-1234")


@given(text=messages, stream=streams)
def test_templates_hold_the_message_as_it_is(text: str, stream: Stream) -> None:
    name, shown = FORMATS[2](text, stream, "")
    assert text in shown
    assert name.removeprefix("template-") in [one for one, _ in TEMPLATES]


@given(text=messages, stream=streams)
def test_typos_keep_words_in_number_and_first_letter(text: str, stream: Stream) -> None:
    for place in (4, 5, 6, 7):
        before, after = text.split(" "), changed(place, text, stream).split(" ")
        assert [word[0] for word in before] == [word[0] for word in after]


@pytest.mark.parametrize("dose", DOSES)
def test_a_dose_is_its_share_of_letters(dose: int) -> None:
    """Counted where words are long enough to take their slips: each changes one letter or two neighbours."""
    text = " ".join(["remarkable transaction requirements"] * 40)
    letters = sum(letter.isalpha() for letter in text)
    before, after = text.split(" "), noise(dose)(text, Stream(NoiseKey.of(dose)), "")[1].split(" ")
    slipped = sum(one != other for one, other in zip(before, after, strict=True))
    assert slipped <= letters * dose / 100
    assert slipped >= min(0.8 * len(before), 0.5 * letters * dose / 100)


def test_stronger_doses_change_more() -> None:
    text = " ".join(["please check whether another transfer arrived"] * 20)

    def distance(dose: int) -> int:
        after = noise(dose)(text, Stream(NoiseKey.of("more", dose)), "")[1]
        return sum(one != other for one, other in zip(text.split(), after.split(), strict=True))

    assert distance(5) < distance(10) < distance(20)


@pytest.mark.parametrize(
    ("text", "reversible"),
    [
        ("My card is lost. I need cash.", True),
        ("My card is lost. It was red.", False),
        ("I paid once. Then I was charged again.", False),
        ("Close it. No, wait for my call.", False),
    ],
)
def test_sentences_that_lean_on_the_one_before_stay_behind_it(text: str, reversible: bool) -> None:
    variants = {FORMATS[3](text, Stream(NoiseKey.of("order", seed)), "")[0] for seed in range(40)}
    assert ("order-reversed" in variants) is reversible
