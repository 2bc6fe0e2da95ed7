"""The studies that train and judge models, on the worker's own code; `python -m lab <study>` runs one."""
