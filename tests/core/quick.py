"""Property tests of the core run on every save: few examples, no deadline, the same ones each time."""

from __future__ import annotations

from hypothesis import settings

quick = settings(max_examples=25, deadline=None, derandomize=True, database=None)
