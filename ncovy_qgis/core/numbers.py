"""Numbers as Vietnamese people type them: «1.270,5», «19,1755», «734.000 đ». QLocale and to_real() read some of these as 0."""

from __future__ import annotations

import math
import re

from .text import clean

_UNIT = re.compile(r"\s*(?:đồng|vnđ|vnd|đ|₫|người|giường|hộ|mẫu|ca|ha|km|m|h|giờ|ngày)(?:/\w+)?\.?$", re.IGNORECASE)


class NumberError(ValueError):
    """Text that is no number, or could be two."""

    def __init__(self, text: str) -> None:
        super().__init__(f"«{text[:40]}» không phải là số (not a number)")


def parse_number(value: object) -> float:
    """A number; a comma is decimal, dots in groups of three are thousands («1.270» = 1270, «19.1755» = 19.1755).

    Raises NumberError for anything else, also for NaN and infinity.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _finite(float(value), str(value))
    text = clean(str(value))
    digits = _UNIT.sub("", text).replace("−", "-")
    sign, digits = (-1, digits[1:].lstrip()) if digits.startswith("-") else (1, digits)
    plain = _plain(digits)
    if plain is None:
        raise NumberError(text)
    return _finite(sign * float(plain), text)


def _plain(digits: str) -> str | None:
    """Digits with a decimal point at most; a space only parts thousands: «12 34» may be two numbers."""
    if re.fullmatch(r"[1-9]\d{0,2}( \d{3})+([.,]\d+)?", digits):
        return digits.replace(" ", "").replace(",", ".")
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", digits):
        return digits.replace(".", "").replace(",", ".")
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3}){2,}(\.\d+)?|[1-9]\d{0,2}(,\d{3})+\.\d+", digits):
        return digits.replace(",", "")
    if re.fullmatch(r"\d+([.,]\d+)?", digits, re.ASCII):
        return digits.replace(",", ".")
    return None


def parse_integer(value: object) -> int:
    """A whole number; «12,0» is 12, «12,5» is refused."""
    number = parse_number(value)
    if number != int(number):
        raise NumberError(str(value))
    return int(number)


def _finite(number: float, text: str) -> float:
    if not math.isfinite(number):
        raise NumberError(text)
    return number


def show_number(number: float, decimals: int | None = None) -> str:
    """1270.5 as «1.270,5»."""
    rounded = round(number, 6 if decimals is None else decimals) or 0.0  # no «-0»
    text = f"{int(rounded):,}" if rounded == int(rounded) and not decimals else f"{rounded:,}" if decimals is None else f"{rounded:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))
