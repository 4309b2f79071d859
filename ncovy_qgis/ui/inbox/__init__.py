"""The author's inbox: what came back with a reason, what is asked, and what to do about it."""

from .part import Inbox

__all__ = ["Inbox"]
