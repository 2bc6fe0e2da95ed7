"""The Assay worker: fine-tunes, serves, evaluates and attributes language models on one machine.

Importing this package has no effects and loads no torch; each module imports what it needs.
"""

WORKER_VERSION = "0.1.0"
