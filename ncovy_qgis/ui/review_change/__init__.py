"""One waiting change: before and after, map, findings, history, what the public would see; and the decision about it."""

from .view import ChangeView

__all__ = ["ChangeView"]
