"""What review should do, in a page of Python: the state machine of test_review_model.py compares the database with it after every step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

ROLES = {"lan": "editor", "minh": "editor", "hoa": "editor", "tuan": "supervisor", "thu": "supervisor", "vy": "viewer"}
VINH = frozenset({"lan", "minh", "tuan", "thu"})  # whose areas hold the features; hoa's lies elsewhere
PARTS = ("phone", "address", "place")


@dataclass(frozen=True)
class Content:
    """What is told apart of a feature."""

    phone: str
    address: str
    place: int
    removed: bool = False


@dataclass
class Feature:
    """A feature: its contents and their authors from version 1 on, what was said, where it stands."""

    contents: list[Content]
    authors: list[frozenset[str]]
    state: str = "draft"
    approved: int = 0
    said: list[tuple[int, str, str, bool]] = field(default_factory=list)  # version, verdict, by, with words

    @property
    def version(self) -> int:
        return len(self.contents)

    @property
    def now(self) -> Content:
        return self.contents[-1]

    @property
    def public(self) -> Content | None:
        """The content of the approved version, unless it took the feature away."""
        shown = self.contents[self.approved - 1] if self.approved else None
        return None if shown is None or shown.removed else shown

    @property
    def open_authors(self) -> frozenset[str]:
        """Who took part since the last approval."""
        return frozenset().union(*self.authors[self.approved :])

    def write(self, content: Content, authors: Iterable[str]) -> None:
        self.contents.append(content)
        self.authors.append(frozenset(authors))
        self.state = "draft"

    def say(self, verdict: str, by: str, words: bool = False) -> None:
        self.said.append((self.version, verdict, by, words))


@dataclass
class Desk:
    """Who may write at Vinh now. Each deed answers with the code of its refusal, or None and does it."""

    vinh: set[str] = field(default_factory=lambda: set(VINH))

    def may_save(self, who: str, feature: Feature, seen: int) -> str | None:
        if ROLES[who] == "viewer":
            return "42501"
        if who not in self.vinh:
            return "NC006"
        return None if seen == feature.version else "NC001"

    def may_call(self, who: str, feature: Feature, seen: int, *, supervisor: bool) -> str | None:
        """What every function of review asks first: the role, the version seen, the area."""
        if ROLES[who] == "viewer" or (supervisor and ROLES[who] != "supervisor"):
            return "NC006"
        if seen != feature.version:
            return "NC001"
        return None if who in self.vinh else "NC006"

    def edit(self, who: str, feature: Feature, seen: int, **values: object) -> str | None:
        refusal = self.may_save(who, feature, seen)
        if refusal is None:
            feature.write(replace(feature.now, **values), {who})  # type: ignore[arg-type]
        return refusal

    def submit(self, who: str, feature: Feature, seen: int) -> str | None:
        refusal = self.may_call(who, feature, seen, supervisor=False)
        if refusal is None and feature.state not in ("draft", "returned"):
            refusal = "NC009"
        if refusal is None:
            feature.state = "submitted"
            feature.say("submit", who)
        return refusal

    def may_decide(self, who: str, feature: Feature, seen: int, *, another: bool = False) -> str | None:
        refusal = self.may_call(who, feature, seen, supervisor=True)
        if refusal is None and feature.state != "submitted":
            refusal = "NC009"
        if refusal is None and another and who in feature.open_authors:
            refusal = "NC008"
        return refusal

    def approve(self, who: str, feature: Feature, seen: int) -> str | None:
        refusal = self.may_decide(who, feature, seen, another=True)
        if refusal is None:
            feature.say("approve", who)
            feature.state, feature.approved = "approved", feature.version
        return refusal

    def give_back(self, who: str, feature: Feature, seen: int, reason: str) -> str | None:
        refusal = self.may_decide(who, feature, seen) or (None if reason.strip() else "NC009")
        if refusal is None:
            feature.state = "returned"
            feature.say("return", who, True)
        return refusal

    def approve_part(self, who: str, feature: Feature, seen: int, parts: Iterable[str], reason: str) -> str | None:
        """The parts on top of the approved content, then all of it again for its authors."""
        refusal = self.may_decide(who, feature, seen, another=True)
        whole, old = feature.now, feature.public
        if refusal is None and (not reason.strip() or old is None or whole.removed):
            refusal = "NC009"
        if refusal is not None or old is None:
            return refusal
        part = replace(old, **{name: getattr(whole, name) for name in parts})
        if part in (old, whole):
            return "NC009"
        authors = feature.open_authors
        feature.write(part, authors)
        feature.say("approve", who, True)
        feature.approved = feature.version
        feature.write(whole, authors)
        feature.say("return", who, True)
        feature.state = "returned"
        return None

    def ask(self, who: str, feature: Feature, seen: int) -> str | None:
        refusal = self.may_decide(who, feature, seen)
        if refusal is None:
            feature.say("ask", who, True)
        return refusal

    def answer(self, who: str, feature: Feature, seen: int) -> str | None:
        refusal = self.may_call(who, feature, seen, supervisor=False)
        asked = any(version > feature.approved and verdict in ("ask", "return") for version, verdict, _, _ in feature.said)
        if refusal is None and not asked:
            refusal = "NC009"
        if refusal is None and ROLES[who] != "supervisor" and who not in feature.open_authors:
            refusal = "NC006"
        if refusal is None:
            feature.say("answer", who, True)
        return refusal

    def restore(self, who: str, feature: Feature, seen: int, to: int) -> str | None:
        refusal = self.may_call(who, feature, seen, supervisor=False)
        if refusal is None and not 1 <= to <= feature.version:
            refusal = "NC003"
        if refusal is None:
            feature.write(feature.contents[to - 1], {who})
            feature.say("restore", who, True)
        return refusal
