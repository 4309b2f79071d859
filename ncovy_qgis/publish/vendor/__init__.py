"""Unchanged copies of small libraries that a plain QGIS installation lacks."""
