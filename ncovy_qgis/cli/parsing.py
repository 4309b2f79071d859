"""argparse that tells mistakes in Vietnamese."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import datetime
from typing import NoReturn

from ncovy_qgis.core.dates import parse_datetime
from ncovy_qgis.core.rules.moments import VIETNAM

_NAMED = r"(?:argument (?P<name>[^:]+): )?"
_SENTENCES = tuple(
    (re.compile(_NAMED + pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"the following arguments are required: (?P<what>.+)", "còn thiếu: {what}"),
        (r"unrecognized arguments: (?P<what>.+)", "không hiểu: {what}"),
        (r"invalid choice: (?P<what>.+) \(choose from (?P<known>.+)\)", "không có {what}; chỉ có: {known}"),
        (r"invalid \w+ value: (?P<what>.+)", "giá trị {what} không đúng dạng"),
        (r"expected (?:one|at least one) argument", "thiếu giá trị"),
        (r"one of the arguments (?P<what>.+) is required", "phải có một trong: {what}"),
        (r"not allowed with argument (?P<what>.+)", "không dùng cùng {what}"),
    )
)


def in_vietnamese(message: str) -> str:
    """argparse's sentence in Vietnamese; a sentence of our own stays."""
    for pattern, sentence in _SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            parts = found.groupdict()
            name = f"{parts['name']}: " if parts["name"] else ""
            return name + sentence.format(**parts)
    return message


def moment(text: str) -> datetime:
    """A moment as programs write it, to the microsecond, or as people do; Vietnamese time unless it says otherwise. ValueError when it is none."""
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        return parse_datetime(text)
    return exact if exact.tzinfo else exact.replace(tzinfo=VIETNAM)


class Parser(argparse.ArgumentParser):
    """Ends with 2 and one Vietnamese sentence when the words are off."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {in_vietnamese(message)}. Xem «{self.prog} --help».\n")
