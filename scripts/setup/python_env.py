"""Makes the worker's Python environment once per hash of its pinned requirements, in the user's cache folder.

Prints progress on stderr and, as its only line on stdout, the path of the interpreter. Safe to run many times at
once: a file lock lets one run install while the others wait, and a complete environment is returned at once.
Only the standard library is used, because nothing else is installed yet.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

UV_VERSION = "0.13.8"
LAYOUT = 3  # changes when the way of installing does, so that older environments are not taken for complete
ROOT = Path(__file__).resolve().parents[2]
LOCKFILE = ROOT / "node" / "worker" / "requirements.lock"
# What every start of the engine and of a training imports; the rest of the 13,000 files is compiled where it is used.
IMPORTS = "torch, gguf, safetensors.torch, peft, uvicorn, starlette.applications; from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaForCausalLM, PreTrainedTokenizerFast"
CACHE = Path(os.environ.get("ASSAY_CACHE", Path.home() / ".cache" / "assay"))


def say(text: str) -> None:
    print(f"assay: {text}", file=sys.stderr, flush=True)


def environment_dir() -> Path:
    """One folder per (requirements, interpreter), so checkouts with the same pins share 6 GB instead of copying it."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256(
        LOCKFILE.read_bytes() + f"{version} {LAYOUT}".encode()
    ).hexdigest()[:16]
    return CACHE / "python" / digest


def run(command: list[str], env: dict[str, str] | None = None) -> None:
    subprocess.run(
        command, check=True, stdout=sys.stderr, stdin=subprocess.DEVNULL, env=env
    )


def ensure_uv() -> str:
    home = CACHE / "tools" / f"uv-{UV_VERSION}"
    binary = home / "bin" / "uv"
    if not binary.exists():
        shutil.rmtree(home, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(home)])
        run(
            [
                str(home / "bin" / "python"),
                "-m",
                "pip",
                "install",
                "--quiet",
                f"uv=={UV_VERSION}",
            ]
        )
    return str(binary)


def build(target: Path) -> None:
    """Installs the pins with --no-deps: the lockfile is complete, and one package names a runtime we do not want."""
    began = time.monotonic()
    say(
        "installing the Python environment (torch and friends, about 6 GB, once per set of pins)"
    )
    uv = ensure_uv()
    shutil.rmtree(target, ignore_errors=True)
    run([uv, "venv", "--quiet", "--python", sys.executable, str(target)])
    # The system's certificates: behind a company's proxy uv's own list knows nobody.
    install = [
        uv,
        "--system-certs",
        "pip",
        "install",
        "--no-deps",
        "--python",
        str(target / "bin" / "python"),
    ]
    run([*install, "-r", str(LOCKFILE)])
    # Bytecode is written now and once, also for whom PYTHONDONTWRITEBYTECODE is set: every start would compile again.
    writing = {
        key: value
        for key, value in os.environ.items()
        if key != "PYTHONDONTWRITEBYTECODE"
    }
    run([str(target / "bin" / "python"), "-c", f"import {IMPORTS}"], env=writing)
    (target / ".complete").touch()
    say(f"Python environment ready in {time.monotonic() - began:.0f} s")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before any version is certain
        say(
            f"Python {sys.version.split()[0]} is too old: install Python 3.11 or newer, then run the same command again."
        )
        return 1
    target = environment_dir()
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (target / ".complete").exists():
            try:
                build(target)
            except subprocess.CalledProcessError as error:
                say(
                    f"{' '.join(error.cmd[:5])} ... failed with exit code {error.returncode}; run the same command again."
                )
                return 1
    print(target / "bin" / "python")
    return 0


if __name__ == "__main__":
    sys.exit(main())
