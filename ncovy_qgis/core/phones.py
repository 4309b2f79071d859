"""Phone numbers of organisations: read as people write them, stored as digits «02383844528; 0966641414», shown in groups."""

from __future__ import annotations

import re

from .text import clean

_NUMBER = re.compile(r"0(?:(?:3[2-9]|5[25-9]|7[06-9]|8[1-9]|9\d)\d{7}|2\d{9})|1[89]00(?:\d{4}|\d{6})|11[1-5]|10\d\d")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[;,/\n|]|\bhoặc\b|\bvà\b|\s-\s|–)\s*")
_SEPARATORS = re.compile(r"[ .\-()]")
# Eleven-digit mobiles were renumbered in 2018: the first four digits became three.
_OLD_MOBILE = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084", "0125": "085",
    "0127": "081", "0129": "082", "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def read_phone(text: str) -> str | None:
    """One number as digits, or None: +84, 0084, separators, a lost leading 0 («966641414.0») and old mobile prefixes understood."""
    digits = _SEPARATORS.sub("", re.sub(r"\.0$", "", clean(text)))
    digits = re.sub(r"^(?:\+|00)84(?:0(?=\d{9}))?|^84(?=\d{9,10}$)", "0", digits)
    if re.fullmatch(r"[35789]\d{8}|2\d{9}", digits):
        digits = "0" + digits
    if len(digits) == 11 and digits[:4] in _OLD_MOBILE:
        digits = _OLD_MOBILE[digits[:4]] + digits[4:]
    return digits if _NUMBER.fullmatch(digits) else None


def normalise_phones(text: str) -> str:
    """Several numbers as they are stored; text that holds anything else comes back cleaned, for the rule to refuse."""
    if _NUMBER.fullmatch(text):  # as most come: stored already
        return text
    whole = clean(text.strip().replace("\n", ";"))
    numbers = [read_phone(part) for part in _BETWEEN_NUMBERS.split(whole) if part.strip()]
    if not numbers or any(number is None for number in numbers):
        one = read_phone(whole)
        return one if one else whole
    return "; ".join(dict.fromkeys(number for number in numbers if number))


def show_phones(stored: str) -> str:
    """Digits in groups: «0238 3844 528», «0966 641 414», «1900 9095»."""
    return "; ".join(_show(number) for number in stored.split("; "))


def _show(number: str) -> str:
    if re.fullmatch(r"02\d{9}", number):
        return f"{number[:4]} {number[4:8]} {number[8:]}"
    if re.fullmatch(r"0\d{9}", number):
        return f"{number[:4]} {number[4:7]} {number[7:]}"
    if re.fullmatch(r"1[89]00\d{4,6}", number):
        return f"{number[:4]} {number[4:]}"
    return number


def phone_link(number: str) -> str:
    """A tel: address; short and service numbers work only inside the country."""
    return f"tel:+84{number[1:]}" if number.startswith("0") else f"tel:{number}"


def may_be_old_landline(text: str) -> bool:
    """Whether a number is a Viettel mobile 038… or a landline of before 2017 (038 + 7 digits): somebody must say which."""
    digits = read_phone(text)
    return digits is not None and digits.startswith("038") and len(digits) == 10
