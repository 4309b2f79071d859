"""The supervisor's queue: what waits for a decision, what waits for care."""
