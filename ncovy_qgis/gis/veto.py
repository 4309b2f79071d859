"""Keeps QGIS from committing a layer: the commit returns False at once, without asking the server, and the edit buffer stays.

QgsVectorLayer::setAllowCommit is public C++ made for this ("checks that need to pass before the layer can be saved") but is left out of the
Python bindings in every version so far, so it is called by its name in the library QGIS has loaded. Where the name is not found, the caller
falls back to a token the database refuses.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any, Optional

from qgis.core import Qgis, QgsVectorLayer
from qgis.PyQt import sip

NAMES = {"win32": "?setAllowCommit@QgsVectorLayer@@QEAAX_N@Z"}  # by Microsoft's compiler; all others name alike
USUAL = "_ZN14QgsVectorLayer14setAllowCommitEb"


def allow_commit(layer: QgsVectorLayer, allowed: bool) -> bool:
    """Let QGIS commit this layer, or not; False when this QGIS cannot be told."""
    own = getattr(layer, "setAllowCommit", None)  # should the bindings get it one day
    if own is not None:
        own(allowed)
        return True
    function = _function()
    if function is None:
        return False
    function(sip.unwrapinstance(layer), allowed)
    return True


@cache
def _function() -> Optional[Any]:
    version = Qgis.QGIS_VERSION.split("-")[0]
    for library in ("qgis_core.dll",) if sys.platform == "win32" else (f"libqgis_core.so.{version}", None):
        try:
            function = ctypes.CDLL(library)[NAMES.get(sys.platform, USUAL)]
        except (OSError, AttributeError):
            continue
        function.argtypes, function.restype = [ctypes.c_void_p, ctypes.c_bool], None
        return function
    return None
