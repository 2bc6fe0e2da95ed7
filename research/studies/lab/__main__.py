"""`python -m lab STUDY`: runs a study and prints its result document as the last line; progress goes to stderr."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from assay_worker.base.errors import WorkerError

from .carryover import carry_over
from .curation import curate
from .discrimination import discriminate


def say(line: str) -> None:
    """One line of progress."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def arguments(argv: list[str]) -> argparse.Namespace:
    """The command line; argparse says what is wrong with it."""
    parser = argparse.ArgumentParser(prog="lab", description=__doc__)
    parser.add_argument("study", choices=("discrimination", "carryover", "curation"))
    parser.add_argument("--base", default="tiny", help="tiny or small, as the doses file names them")
    parser.add_argument("--doses", type=Path, required=True, help="the study's committed doses")
    parser.add_argument("--work", type=Path, required=True, help="folder of models; a killed study goes on from it")
    parser.add_argument("--models", type=int, help="discrimination: sound models, instead of the doses' number")
    parser.add_argument("--pairs", type=int, help="discrimination: stop after this many pairs")
    parser.add_argument("--data", type=Path, help="curation: Banking77's train.csv (columns text,category)")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Runs one study; the exit code."""
    given = arguments(argv)
    try:
        document: dict[str, Any]
        if given.study == "discrimination":
            document = discriminate(
                given.base, given.doses, given.work, models=given.models, pairs=given.pairs, say=say
            )
        elif given.study == "carryover":
            document = carry_over(given.base, given.doses, given.work, say=say)
        else:
            document = curate(given.base, given.doses, given.work, given.data, say=say)
    except (WorkerError, ValueError, OSError) as fault:
        say(str(fault))
        return 2
    sys.stdout.write(json.dumps(document) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
