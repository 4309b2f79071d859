"""Which field a sentence speaks of: a reason for giving back says «số quyết định», the form opens there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Layer
from .text import clean, fold

AMBIGUOUS = ("đối tượng",)  # a label of two layers, and what every reason calls the feature itself


def mentioned(layer: Layer, text: str) -> str | None:
    """The field whose label comes first in the text; of those that begin at the same place the longest. Accents count where the text has any."""
    said = clean(text).lower()
    plain = fold(said) == said
    found = [(match.start(), -len(label), field) for label, field in _labels(layer, plain) if (match := _whole(label).search(said))]
    return min(found)[2] if found else None


def _labels(layer: Layer, plain: bool) -> Iterator[tuple[str, str]]:
    """Labels in both languages; what stands in brackets behind one is seldom said."""
    for field in layer.fields:
        for label in (field.label.vi, field.label.en):
            whole = clean(label).lower()
            for words in {whole, whole.split("(")[0].strip()} - {"", *AMBIGUOUS}:
                yield fold(words) if plain else words, field.name


def _whole(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")
