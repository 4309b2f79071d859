"""Signatures as minisign makes and checks them (Ed25519; https://jedisct1.github.io/minisign/). Text in, text out: no files, no QGIS."""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from .errors import BadKey, NoCryptography

_KEY, _PREHASHED = b"Ed", b"ED"
_PLAIN, _BLAKE = b"\0\0", b"B2"  # a secret key without password; it has no checksum, but names the kind
_SECRET = struct.Struct("<2s2s2s48x8s32s32s32x")  # algorithm, password, checksum, (salt and costs), number, seed, public key, (sum)
_PUBLIC = struct.Struct("<2s8s32s")
_SIGNATURE = struct.Struct("<2s8s64s")
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "


class WrongSignature(Exception):
    """A signature that does not prove what it should; `other_key` when another key made it."""

    def __init__(self, other_key: bool = False) -> None:
        super().__init__()
        self.other_key = other_key


@dataclass(frozen=True)
class PublicKey:
    """Whom to believe. `number` (8 bytes) tells keys apart and proves nothing; `key` is of 32 bytes."""

    number: bytes
    key: bytes

    @property
    def line(self) -> str:
        """As it is handed on: 56 letters."""
        return base64.b64encode(_PUBLIC.pack(_KEY, self.number, self.key)).decode()

    @property
    def name(self) -> str:
        """Sixteen digits, as minisign says them."""
        return self.number[::-1].hex().upper()

    def text(self) -> str:
        """A public key file."""
        return f"{_UNTRUSTED}minisign public key {self.name}\n{self.line}\n"


@dataclass(frozen=True)
class SecretKey:
    """What signs; repr() does not show it."""

    public: PublicKey
    seed: bytes = field(repr=False)

    def text(self) -> str:
        """A secret key file without password: whoever keeps it keeps others from it."""
        number, key = self.public.number, self.public.key
        body = _SECRET.pack(_KEY, _PLAIN, _BLAKE, number, self.seed, key)
        return f"{_UNTRUSTED}minisign secret key {self.public.name}\n{base64.b64encode(body).decode()}\n"

    def sign(self, message: bytes, said: str) -> str:
        """A signature file; `said` is one line that is signed as well."""
        signature = _sign(self.seed, _digest(message))
        whole = base64.b64encode(_sign(self.seed, signature + said.encode())).decode()
        body = base64.b64encode(_SIGNATURE.pack(_PREHASHED, self.public.number, signature)).decode()
        return f"{_UNTRUSTED}signature of key {self.public.name}\n{body}\n{_TRUSTED}{said}\n{whole}\n"


def generate() -> SecretKey:
    """A new key pair."""
    seed = secrets.token_bytes(32)
    return SecretKey(PublicKey(secrets.token_bytes(8), _public(seed)), seed)


def read_secret(text: str) -> SecretKey:
    """A secret key file, or its second line alone; BadKey when it is another thing, damaged, or locked by a password."""
    algorithm, password, _, number, seed, key = _unpacked(_SECRET, text)
    if algorithm != _KEY or password != _PLAIN:
        raise BadKey("khóa có mật khẩu; hãy tạo khóa bằng “ncovy key” hoặc “minisign -G -W”", "it has a password; make one by “ncovy key” or “minisign -G -W”")
    if key != _public(seed):
        raise BadKey("khóa bị hỏng", "it is damaged")
    return SecretKey(PublicKey(number, key), seed)


def read_public(text: str) -> PublicKey:
    """A public key file, or its second line alone."""
    algorithm, number, key = _unpacked(_PUBLIC, text)
    if algorithm != _KEY:
        raise BadKey("đây không phải khóa công khai của minisign", "it is no public key of minisign")
    return PublicKey(number, key)


def check(public: PublicKey, message: bytes, signature: str) -> str:
    """The line that was signed with the message; WrongSignature when the key did not sign just these bytes."""
    try:
        first, body, third, whole = signature.removesuffix("\n").split("\n")
        algorithm, number, signed = _SIGNATURE.unpack(_decoded(body))
        said, over = third[len(_TRUSTED):], _decoded(whole)
    except (ValueError, struct.error) as error:
        raise WrongSignature from error
    if not first.startswith(_UNTRUSTED) or not third.startswith(_TRUSTED) or algorithm != _PREHASHED:
        raise WrongSignature
    if number != public.number:
        raise WrongSignature(other_key=True)
    if not _holds(public.key, signed, _digest(message)) or not _holds(public.key, over, signed + said.encode()):
        raise WrongSignature
    return said


def signer(signature: str) -> str:
    """The name of the key a signature says it is of; not proved. Empty when it is no signature."""
    try:
        _, number, _ = _SIGNATURE.unpack(_decoded(signature.split("\n")[1]))
    except (IndexError, ValueError, struct.error):
        return ""
    return PublicKey(number, b"").name


def _unpacked(form: struct.Struct, text: str) -> tuple[bytes, ...]:
    lines = text.strip().splitlines()
    try:
        return form.unpack(_decoded(lines[-1].strip()))
    except (IndexError, ValueError, struct.error) as error:
        raise BadKey("đây không phải khóa của minisign", "it is no key of minisign") from error


def _decoded(text: str) -> bytes:
    """One text for the same bytes; ValueError for any other."""
    found = base64.b64decode(text, validate=True)
    if base64.b64encode(found).decode() != text:
        raise ValueError(text)
    return found


def _digest(message: bytes) -> bytes:
    return hashlib.blake2b(message).digest()


def _public(seed: bytes) -> bytes:
    ed25519, serialization, _ = _library()
    key = ed25519.Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return bytes(key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))


def _sign(seed: bytes, message: bytes) -> bytes:
    ed25519, *_ = _library()
    return bytes(ed25519.Ed25519PrivateKey.from_private_bytes(seed).sign(message))


def _holds(key: bytes, signature: bytes, message: bytes) -> bool:
    ed25519, _, exceptions = _library()
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except exceptions.InvalidSignature:
        return False
    return True


def _library() -> tuple[Any, Any, Any]:
    """Only who signs or checks needs it; not every QGIS brings it."""
    try:
        from cryptography import exceptions
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise NoCryptography from error
    return ed25519, serialization, exceptions
