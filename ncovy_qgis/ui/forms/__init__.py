"""What the plugin adds to an open native form: text put right, errors shown, proposals. Without the plugin the form still works."""

from __future__ import annotations

from .watch import FormWatch

__all__ = ["FormWatch"]
