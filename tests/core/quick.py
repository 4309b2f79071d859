"""Property tests of the core run on every save: few examples, no deadline, the same ones each time."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

quick = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
