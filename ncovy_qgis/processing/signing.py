"""The key that signs the public map: from QGIS's authentication manager, or from a file only its owner may read."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsProcessingException,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..publish import keys, minisign
from ..publish.minisign import SecretKey

KEY, KEY_FILE = "KEY", "KEY_FILE"


def key_parameters() -> tuple[QgsProcessingParameterDefinition, ...]:
    """Both may be empty: a site that was never signed need not be."""
    kept = QCoreApplication.translate("Ncovy", "Khóa ký trong trình quản lý xác thực (mật khẩu của một cấu hình “Basic”)")
    file = QCoreApplication.translate("Ncovy", "Khóa ký trong một tệp")
    return QgsProcessingParameterAuthConfig(KEY, kept, None, True), QgsProcessingParameterFile(KEY_FILE, file, optional=True)


def signing_key(authcfg: str, file: str) -> Optional[SecretKey]:
    """The key asked for, if any. May ask for the master password: for the main thread only."""
    if not authcfg:
        return keys.load(Path(file)) if file else None
    config = QgsAuthMethodConfig()
    if not QgsApplication.authManager().loadAuthenticationConfig(authcfg, config, True) or not config.config("password"):
        text = QCoreApplication.translate("Ncovy", "Không đọc được khóa ký «{name}» trong trình quản lý xác thực.")
        raise QgsProcessingException(text.format(name=config.name() or authcfg))
    return minisign.read_secret(config.config("password"))
