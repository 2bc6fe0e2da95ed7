"""Writes what both languages need to normalise a text alike, whatever Unicode version their runtimes know.

Run with a Python that knows Unicode 14.0 (3.11): `python scripts/build/unicode_tables.py`. Only a change of the rule in
sdk/src/hashing/normalise.ts calls for it: a newer Unicode version would change hashes that are on chain.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TYPESCRIPT = ROOT / "sdk" / "src" / "hashing" / "unicode.ts"
PYTHON = ROOT / "node" / "worker" / "assay_worker" / "data" / "unicode.json"
VERSION = "14.0.0"
UNKNOWN, OTHER, WORD, MARK = "UOWM"
WIDTH = 110
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def class_of(code: int) -> str:
    """One letter: unknown to this Unicode version, letter or digit (word), mark, or anything else."""
    category = unicodedata.category(chr(code))
    if category == "Cn":
        return UNKNOWN
    return {"L": WORD, "N": WORD, "M": MARK}.get(category[0], OTHER)


def base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
        if number == 0:
            return digits


def classes() -> str:
    """Runs of equal classes over all code points: a class and the run's length in base 36, left out where it is 1."""
    runs = [
        (kind, sum(1 for _ in run))
        for kind, run in groupby(range(sys.maxunicode + 1), class_of)
    ]
    return "".join(
        kind + (base36(length) if length > 1 else "") for kind, length in runs
    )


def foldings() -> str:
    """`from:to` or `from:to+to` in base 36, for what folding and making small letters treat differently."""
    entries: list[str] = []
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        folded = letter.casefold()
        # Folding only ever sees the compatibility form.
        if folded != letter.lower() and unicodedata.normalize("NFKC", letter) == letter:
            entries.append(
                f"{base36(code)}:{'+'.join(base36(ord(part)) for part in folded)}"
            )
    return " ".join(entries)


def typescript() -> str:
    def lines(text: str) -> str:
        return "".join(
            f'  "{text[at : at + WIDTH]}",\n' for at in range(0, len(text), WIDTH)
        )

    return (
        f"/** Tables of Unicode {VERSION}, written by scripts/build/unicode_tables.py; not edited by hand. */\n\n"
        "/** Runs of classes over all code points: U unknown, W letter or digit, M mark, O anything else. */\n"
        f'export const CLASSES = [\n{lines(classes())}].join("");\n\n'
        "/** Case foldings that differ from the small letter: `from:to` or `from:to+to`, in base 36. */\n"
        f'export const FOLDINGS = [\n{lines(foldings())}].join("");\n'
    )


def python() -> str:
    return json.dumps({"version": VERSION, "classes": classes()}) + "\n"


def main() -> int:
    if unicodedata.unidata_version != VERSION:
        sys.stderr.write(
            f"This Python knows Unicode {unicodedata.unidata_version}; run it with one of {VERSION}.\n"
        )
        return 1
    TYPESCRIPT.write_text(typescript(), "utf8")
    PYTHON.write_text(python(), "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
