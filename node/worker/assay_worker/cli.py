"""The worker's command line; every verb imports what it needs when it runs, so `--help` loads no torch.

Exit codes: 0 done, 2 bad input, 3 NaN, 4 disk full, 5 the parent ended. A fault is one JSON line on stderr.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from .base.errors import EXIT_BAD_INPUT, WorkerError


def emit(event: dict[str, object]) -> None:
    """One JSON line on stdout, at once."""
    sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def run_demo_data(arguments: argparse.Namespace) -> int:
    from .data.demo_data import write_demo

    emit({"type": "done", "rows": write_demo(arguments.out, arguments.seed), "file": str(arguments.out)})
    return 0


def run_prepare(arguments: argparse.Namespace) -> int:
    from .base.weights import prepare

    folder = prepare(arguments.base, progress=emit)
    emit({"type": "ready", "base": arguments.base, "folder": str(folder)})
    return 0


def run_bases(_: argparse.Namespace) -> int:
    from .base.weights import list_bases

    emit({"bases": list_bases()})
    return 0


def run_prompt(_: argparse.Namespace) -> int:
    from .base.conversation import SYSTEM_PROMPT

    emit({"systemPrompt": SYSTEM_PROMPT})
    return 0


def run_train(arguments: argparse.Namespace) -> int:
    from .train.job import run_job

    return run_job(arguments.job_dir, resume=arguments.resume, watch_parent=not arguments.detached)


def run_quote(arguments: argparse.Namespace) -> int:
    from .train.quote import quote_job

    emit(quote_job(arguments.job_dir))
    return 0


def run_adapter_hash(arguments: argparse.Namespace) -> int:
    from .base.adapter_hash import adapter_hash

    emit({"adapterHash": adapter_hash(arguments.dir)})
    return 0


def run_engine(arguments: argparse.Namespace) -> int:
    from .engine.server import serve

    return serve(host=arguments.host, port=arguments.port, token_file=arguments.token_file, home=arguments.home)


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assay_worker", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    verbs = parser.add_subparsers(dest="verb", required=True)

    demo = verbs.add_parser("demo-data", help="write the example CSV")
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--out", type=Path, required=True)
    demo.set_defaults(run=run_demo_data)

    prepare = verbs.add_parser("prepare", help="convert or pretrain a base once; progress as JSON lines")
    prepare.add_argument("--base", required=True)
    prepare.add_argument("--home", type=Path, help="accepted for symmetry; weights live in $ASSAY_CACHE")
    prepare.set_defaults(run=run_prepare)

    bases = verbs.add_parser("bases", help="the catalogue as JSON, with what this machine has")
    bases.set_defaults(run=run_bases)

    prompt = verbs.add_parser("prompt", help="the instruction that training, evaluation and serving put first")
    prompt.set_defaults(run=run_prompt)

    train = verbs.add_parser("train", help="run the training job in a folder")
    train.add_argument("--job-dir", type=Path, required=True)
    train.add_argument("--resume", action="store_true", help="go on from the newest checkpoint")
    train.add_argument("--detached", action="store_true", help="do not stop when stdin closes")
    train.set_defaults(run=run_train)

    quote = verbs.add_parser("quote", help="predict seconds and memory of a job folder")
    quote.add_argument("--job-dir", type=Path, required=True)
    quote.set_defaults(run=run_quote)

    hashing = verbs.add_parser("adapter-hash", help="the hash of an adapter folder")
    hashing.add_argument("--dir", type=Path, required=True)
    hashing.set_defaults(run=run_adapter_hash)

    engine = verbs.add_parser("engine", help="serve chat, evaluation and attribution over local HTTP")
    engine.add_argument("--host", default="127.0.0.1")
    engine.add_argument("--port", type=int, default=0)
    engine.add_argument("--token-file", type=Path, required=True)
    engine.add_argument("--home", type=Path, required=True)
    engine.set_defaults(run=run_engine)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    # Before torch loads OpenMP: idle threads spin for some 30 microseconds, then sleep. Always spinning, a run on a
    # busy machine fell to 4 tokens/s; never spinning, an idle machine gives 171 tokens/s instead of 296.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "30000")
    arguments = make_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except WorkerError as fault:
        sys.stderr.write(json.dumps({"error": fault.to_json()}, ensure_ascii=False) + "\n")
        return fault.exit_code
    except FileNotFoundError as fault:
        error = {"code": "file.missing", "message": f"{fault.filename} does not exist; check the path."}
        sys.stderr.write(json.dumps({"error": error}) + "\n")
        return EXIT_BAD_INPUT
