"""Finds what looks like a patient or a private person in free text (domain §6). Warns; people decide.

The parts are written in the regex dialect common to Python, PCRE and PostgreSQL: the form and the database use them too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import Text

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
_START = f"(?:^|[^{_UPPER}{_LOWER}0-9])"
_NAME = f"[{_UPPER}][{_LOWER}]* [{_UPPER}][{_LOWER}]*"
_TITLE = "(?:(?:ông|bà|anh|chị|em|cháu|là|tên|:|,) ?)*"


@dataclass(frozen=True)
class Kind:
    """One kind of personal data and the regex that finds it."""

    name: str
    label: Text
    regex: str


KINDS: tuple[Kind, ...] = (
    Kind("long_number", Text("dãy từ 9 chữ số (CCCD, thẻ BHYT, điện thoại)", "9 or more digits (ID, insurance, phone)"), "[0-9]{9,}"),
    Kind("grouped_id", Text("số CCCD viết cách", "ID number in groups"), "[0-9]{4}[ .-][0-9]{4}[ .-][0-9]{4}"),
    Kind("phone", Text("số điện thoại", "phone number"), "0[0-9]{2,3}[ .-][0-9]{3,4}[ .-]?[0-9]{3,4}"),
    Kind("patient_code", Text("mã bệnh nhân", "patient code"), f"{_START}(?:[Bb][Nn]|[Bb]ệnh nhân(?: số)?) ?[._:-]? ?[0-9]+"),
    Kind("contact_name", Text("tên người kèm F0–F3", "name of an F0–F3 person"), f"{_START}F[0-3] ?{_TITLE}{_NAME}"),
    Kind("birth_year", Text("năm sinh", "year of birth"), "(?:[Ss]inh năm|[Nn]ăm sinh|SN) ?:? ?(?:19|20)[0-9]{2}"),
    Kind("vehicle_plate", Text("biển số xe", "vehicle plate"), f"{_START}[1-9][0-9][A-Z][0-9A-Z]?[ .-][0-9]{{3}}[.]?[0-9]{{2}}"),
)  # fmt: skip
# Twelve digits as a citizen's number begins: province 001–096, century and sex, year of birth. Nothing else looks like it; for a phone they are too many.
CITIZEN_ID = "(?:^|[^0-9])(?:0(?:[0-8][0-9]|9[0-6])[0-3][0-9]{8}|0(?:[0-8][0-9]|9[0-6])[0-3][ .-][0-9]{4}[ .-][0-9]{4})(?:$|[^0-9])"
PERSONAL_DATA = "|".join(f"(?:{kind.regex})" for kind in KINDS)
# A glance that misses none of the above and costs a sixth: what a hundred thousand texts are asked first.
PERHAPS_PERSONAL = "[0-9]{9}|[0-9][ .-][0-9]{3}|[Bb][Nn]|nhân|F[0-3]|[Ss]inh|SN|[0-9][A-Z]"
# For texts in which a long number is at home: a licence, a register.
PERSONAL_BESIDE_NUMBERS = "|".join(f"(?:{kind.regex})" for kind in KINDS if kind.name not in ("long_number", "phone"))
_COMPILED = tuple((kind, re.compile(kind.regex)) for kind in KINDS)


@dataclass(frozen=True)
class Found:
    """A suspicious piece of a text: its kind and where it is (never the piece itself: logs must not repeat it)."""

    kind: Kind
    start: int
    end: int


def scan(text: str) -> tuple[Found, ...]:
    """All suspicious pieces of a text, in their order."""
    found = [Found(kind, *match.span()) for kind, regex in _COMPILED for match in regex.finditer(text)]
    return tuple(sorted(found, key=lambda each: (each.start, each.end)))
