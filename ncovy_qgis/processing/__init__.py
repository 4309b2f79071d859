"""Processing provider ncovy: the functions of the plugin for models, batches and qgis_process."""
