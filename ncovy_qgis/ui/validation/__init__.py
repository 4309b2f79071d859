"""Checking while working: a dock with what is wrong or doubtful, how to get there, and how to be done with it."""

from .part import Validation

__all__ = ["Validation"]
