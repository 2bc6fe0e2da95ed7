"""The resident process: HTTP, jobs, one compute thread. Everything it computes is in the packages below."""
