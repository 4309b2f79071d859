"""The command line: `python -m ncovy_qgis …`, also `ncovy …`. Needs no QGIS."""

from __future__ import annotations

import sys

from ncovy_qgis.cli import main

if __name__ == "__main__":
    sys.exit(main())
