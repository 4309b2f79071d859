"""Small words windows share: texts in the language of QGIS. Vietnamese is the source language of the program."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from ..core.catalogue import Text
from ..gis.project import language
from ..paths import package_dir


def said(text: Text) -> str:
    """A text of the catalogue or of a refusal, in the language of QGIS."""
    return text.said(language())


def install_translator() -> QTranslator | None:
    """English for an English QGIS; Vietnamese needs none. Keep the result, remove it on unload."""
    file: Path = package_dir() / "i18n" / f"ncovy_{language()}.qm"
    translator = QTranslator()
    if not file.exists() or not translator.load(str(file)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
