"""QGIS without its windows: layers, forms, project, saving. Imports core, db and qgis.core, never qgis.gui."""
