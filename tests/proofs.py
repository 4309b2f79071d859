"""Proofs that take too long for every run of the tests: `make proof` runs them too."""

from __future__ import annotations

import os

import pytest

LONG = os.environ.get("NCOVY_PROOF") == "long"
long_proof = pytest.mark.skipif(not LONG, reason="a long proof, run by `make proof`")
