"""What happened to a feature and to the map, and bringing it back: versions, restores of many, what was removed, the map as it was."""

from .part import HistoryPart

__all__ = ["HistoryPart"]
