"""What the plugin holds against the ways of PyQt."""

from __future__ import annotations

import gc

from qgis.core import QgsProject

from ncovy_qgis.gis.compat import the_project


class OtherPlugin:
    """One that keeps the project, and goes as a garbage cycle."""

    def __init__(self) -> None:
        self.project, self.itself = QgsProject.instance(), self


def test_another_plugin_that_goes_takes_no_listener_of_ours_along(qgis_app: object) -> None:
    heard: list[str] = []
    listener = heard.append
    the_project().fileNameChanged.connect(lambda: listener("heard"))
    OtherPlugin()
    gc.collect()
    QgsProject.instance().fileNameChanged.emit()
    assert heard == ["heard"]
