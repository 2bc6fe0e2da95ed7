"""Training jobs: from a job folder to an adapter and its record. Shares no generator with the suite."""
