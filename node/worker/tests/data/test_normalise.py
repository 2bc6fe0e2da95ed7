"""The normal form is the one of test/golden/normalise.json, which the SDK writes, for every code point."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay_worker.data.normalise import normalise

ROOT = Path(__file__).parents[4]
GOLDEN: dict[str, Any] = json.loads((ROOT / "test" / "golden" / "normalise.json").read_text("utf8"))
SURROGATES = range(0xD800, 0xE000)
MIXTURES = 20_000
UNICODE_14 = "14.0.0"


def sha256(texts: Iterable[str]) -> str:
    return "0x" + hashlib.sha256("\n".join(texts).encode()).hexdigest()


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: ascii(case["text"]))
def test_cases(case: dict[str, str]) -> None:
    assert normalise(case["text"]) == case["form"]


def test_every_code_point_has_the_sdks_form() -> None:
    letters = (chr(code) for code in range(sys.maxunicode + 1) if code not in SURROGATES)
    assert sha256(normalise(f"A{letter}b{letter}") for letter in letters) == GOLDEN["everyCodePoint"]


def test_mixtures_have_the_sdks_form() -> None:
    state = 20_261_129

    def draw(limit: int) -> int:
        nonlocal state
        state = state * 48_271 % 2_147_483_647
        return state % limit

    def letter() -> str:
        first, last = GOLDEN["stretches"][draw(len(GOLDEN["stretches"]))]
        return chr(first + draw(last - first + 1))

    assert sha256(normalise("".join(letter() for _ in range(8))) for _ in range(MIXTURES)) == GOLDEN["mixtures"]


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
def test_forms_by_hand(answer: str, form: str) -> None:
    assert normalise(answer) == form


@given(st.text())
def test_a_form_is_its_own_form(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_a_form_has_no_gaps_but_single_spaces_inside(text: str) -> None:
    form = normalise(text)
    assert form == form.strip(" _-") and "  " not in form and not set(form) & set("_-\t\n\xa0")


def test_the_tables_are_what_the_script_writes() -> None:
    path = ROOT / "scripts" / "build" / "unicode_tables.py"
    spec = importlib.util.spec_from_file_location("unicode_tables", path)
    assert spec is not None and spec.loader is not None
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    if unicodedata.unidata_version != UNICODE_14:
        # Another Python can't write them: the script must say so instead of writing other tables.
        assert tables.main() != 0
        return
    assert tables.TYPESCRIPT.read_text("utf8") == tables.typescript()
    assert tables.PYTHON.read_text("utf8") == tables.python()
