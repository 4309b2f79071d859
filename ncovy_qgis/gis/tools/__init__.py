"""What the tools of the desk do to layers and shapes: qgis.core alone, no widgets."""
