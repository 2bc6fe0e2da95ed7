"""Faults the worker reports to its caller: one clear sentence, a stable code, an exit code.

Exit codes: 2 bad input, 3 the numbers of a run broke down (NaN), 4 the disk is full, 5 cancelled by the parent.
"""

from __future__ import annotations

EXIT_BAD_INPUT = 2
EXIT_NAN = 3
EXIT_DISK = 4
EXIT_CANCELLED = 5


class WorkerError(Exception):
    """A fault with a sentence for people, a `code` for programs and the `field` it is about, if it is about one."""

    exit_code = EXIT_BAD_INPUT

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field

    def to_json(self) -> dict[str, object]:
        """The shape every error travels in: {code, message, field?}."""
        body: dict[str, object] = {"code": self.code, "message": self.message}
        if self.field is not None:
            body["field"] = self.field
        return body


class InvalidInput(WorkerError):
    """The caller's input cannot be used; `faults` lists every problem found, not only the first."""

    def __init__(
        self, code: str, message: str, *, field: str | None = None, faults: list[dict[str, str]] | None = None
    ) -> None:
        super().__init__(code, message, field=field)
        self.faults = faults or []

    def to_json(self) -> dict[str, object]:
        body = super().to_json()
        if self.faults:
            body["faults"] = self.faults
        return body


class NumbersBroke(WorkerError):
    """A loss or gradient stopped being a finite number."""

    exit_code = EXIT_NAN


class DiskFull(WorkerError):
    """A file could not be written because the device has no space left."""

    exit_code = EXIT_DISK


class ParentGone(WorkerError):
    """The process that started the worker closed its pipe, so the work has no owner any more."""

    exit_code = EXIT_CANCELLED
