"""The robustness mix: perturbed showings of training rows, so that tuning survives what the suite will do to it.

About half of them get earlier turns (unrelated small talk, rows of the same task, or the row's own answer doubted),
the rest a change of casing, template, spacing or spelling; a publisher can switch each kind off. The label stays true.
Everything is a pure function of the seed. The generators and word lists are disjoint from those of the suite: a test
compares the words of both and what both make of the same texts.
"""

from __future__ import annotations

import json
import random
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from ..base.conversation import Message
from ..data.rows import Presentation

WORDLIST = Path(__file__).parent / "wordlists" / "robustness_turns.json"
EARLIER_TURNS = "earlier turns"
KINDS = (EARLIER_TURNS, "casing", "template", "spacing", "typos")
"""What the mix can do; a publisher may switch each off."""
EARLIER_TURNS_SHARE = 0.5
OWN_TASK_SHARE = 0.6  # of the showings with earlier turns; the measured failures were mostly after own-task turns
SECOND_LOOK_SHARE = 0.2  # of them; the row's own answer is doubted and must be kept
# Casing and spelling twice: after an even mix, capitals cost 18 of 59 right answers and typos 8, all else 4 at most.
CHANGES = ("casing", "casing", "casing and template", "template", "spacing", "typos", "typos")
LONGEST_HISTORY = 3  # exchanges
# None is a single letter dropped, doubled, swapped or hit beside its key: those are the suite's typos.
BY_EAR = (
    ("ck", "kk"),
    ("ph", "f"),
    ("th", "d"),
    ("ee", "ea"),
    ("ou", "oo"),
    ("ge", "je"),
    ("qu", "kw"),
    ("ss", "z"),
    ("igh", "ite"),
    ("tion", "shun"),
)
SLIPS = {
    "vowel": {"a": "e", "e": "ai", "i": "ey", "o": "ua", "u": "o"},
    "digit": {"o": "0", "l": "1", "e": "3", "s": "5"},
    "joined": {" ": ("", "")},
}


def showings(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    epochs: int,
    share: float,
    seed: int,
    kinds: Collection[str] = KINDS,
) -> list[list[Presentation]]:
    """Each epoch shows every row once; `share` of the showings are perturbed, spread evenly over rows and epochs.

    At a share of 1/2 every row is shown plain and perturbed in turn. `kinds` are those of KINDS to draw from, at least
    one where the share is above 0.
    """
    rng = random.Random(f"robustness mix {seed}")
    places = rng.sample(range(len(texts)), len(texts))
    return [
        [
            _perturbed(row, texts, labels, rng, kinds)
            if _falls_on(place + epoch, share)
            else Presentation(row, texts[row])
            for row, place in enumerate(places)
        ]
        for epoch in range(epochs)
    ]


def _falls_on(count: int, share: float) -> bool:
    """True for `share` of the whole numbers, evenly spaced."""
    return int((count + 1) * share) > int(count * share)


def _perturbed(
    row: int, texts: Sequence[str], labels: Sequence[str], rng: random.Random, kinds: Collection[str]
) -> Presentation:
    text = texts[row]
    changes = [change for change in CHANGES if all(part in kinds for part in change.split(" and "))]
    turns_share = (EARLIER_TURNS_SHARE if changes else 1.0) if EARLIER_TURNS in kinds else 0.0
    if rng.random() < turns_share:
        if rng.random() < SECOND_LOOK_SHARE:
            return Presentation(row, rng.choice(_doubts()), _turns([(text, labels[row])]), "second look")
        turns = rng.randint(1, LONGEST_HISTORY)
        if rng.random() < OWN_TASK_SHARE and len(texts) > 1:
            others = rng.sample([index for index in range(len(texts)) if index != row], min(turns, len(texts) - 1))
            return Presentation(
                row, text, _turns([(texts[index], labels[index]) for index in others]), "own-task turns"
            )
        return Presentation(row, text, _turns(rng.sample(_exchanges(), turns)), "unrelated turns")
    change = rng.choice(changes)
    if "casing" in change:
        text = change_casing(text, rng)
    if "template" in change:
        text = rng.choice(_templates()).format_map({"text": text})
    if change == "spacing":
        text = change_spacing(text, rng)
    if change == "typos":
        text = misspell(text, rng)
    return Presentation(row, text, (), change)


def _turns(exchanges: Sequence[tuple[str, str]]) -> tuple[Message, ...]:
    return tuple(
        message
        for asked, answered in exchanges
        for message in (Message(role="user", content=asked), Message(role="assistant", content=answered))
    )


def change_casing(text: str, rng: random.Random) -> str:
    """Every word capitalised, letters' cases swapped, or each word in capitals with a chance drawn for the text.

    Never the whole text in capitals or in small letters, as the suite has it: then one letter changes its case.
    """
    style = rng.choice(("title", "swapped", "shouting", "shouting"))
    if style == "title":
        changed = text.title()
    elif style == "swapped":
        changed = text.swapcase()
    else:
        chance = rng.choice((0.5, 0.8, 0.95))
        changed = " ".join(word.upper() if rng.random() < chance else word for word in text.split(" "))
    return _uneven(changed, rng) if changed in (text.upper(), text.lower()) else changed


def _uneven(text: str, rng: random.Random) -> str:
    """The text with the case of one letter swapped; unchanged where no letter has a case."""
    places = [at for at, letter in enumerate(text) if letter.swapcase() != letter]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at].swapcase() + text[at + 1 :]


def change_spacing(text: str, rng: random.Random) -> str:
    """Some gaps between words become a tab, a dash or dots."""
    words = text.split(" ")
    gap = rng.choice(("\t", " - ", " .. "))
    return words[0] + "".join((gap if rng.random() < 0.35 else " ") + word for word in words[1:])


def misspell(text: str, rng: random.Random) -> str:
    """One to one-in-twelve places spelt by ear, with a wrong vowel, a digit for a letter, or two words run together."""
    for _ in range(rng.randint(1, max(1, len(text) // 12))):
        kind = rng.choice(("by ear", "vowel", "digit", "joined"))
        if kind == "by ear":
            heard = [pair for pair in BY_EAR if pair[0] in text]
            if heard:
                text = text.replace(*rng.choice(heard), 1)
            continue
        places = [at for at, letter in enumerate(text) if at > 0 and letter in SLIPS[kind]]
        if places:
            at = rng.choice(places)
            text = text[:at] + rng.choice(SLIPS[kind][text[at]]) + text[at + 1 :]
    return text


@cache
def _content() -> dict[str, list[list[str]] | list[str]]:
    return json.loads(WORDLIST.read_text("utf8"))


def _exchanges() -> list[tuple[str, str]]:
    return [(pair[0], pair[1]) for pair in _content()["exchanges"]]


def _doubts() -> list[str]:
    return [doubt for doubt in _content()["doubts"] if isinstance(doubt, str)]


def _templates() -> list[str]:
    return [template for template in _content()["templates"] if isinstance(template, str)]
