"""Ends the work when the parent process ends and so closes our stdin.

A thread reads stdin to its end and then sets `gone`; the loop looks at it between steps and leaves with its state
saved. Work that does not look within the grace period is killed, so that no orphan holds the machine.
"""

from __future__ import annotations

import os
import sys
import threading

from ..base.errors import EXIT_CANCELLED

GRACE_SECONDS = 20.0


class ParentWatch:
    """`gone` is set once stdin has ended; without `start` it never is."""

    def __init__(self) -> None:
        self.gone = threading.Event()
        self._finished = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._watch, name="parent-watch", daemon=True).start()

    def finish(self) -> None:
        """The work is over; nothing is left to kill."""
        self._finished.set()

    def _watch(self) -> None:
        while os.read(sys.stdin.fileno(), 65_536):
            pass
        self.gone.set()
        if not self._finished.wait(GRACE_SECONDS):
            os._exit(EXIT_CANCELLED)
