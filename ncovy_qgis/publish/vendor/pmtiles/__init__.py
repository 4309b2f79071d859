"""tile.py, writer.py and reader.py of PyPI pmtiles 3.8.1, unchanged; see LICENSE."""
