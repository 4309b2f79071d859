"""Three pairs of layers people mix up, told apart by two questions each. Data; every answer proposes exactly one layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .model import Text


@dataclass(frozen=True)
class Proposal:
    """The layer an answer leads to, and why."""

    layer: str
    why: Text


@dataclass(frozen=True)
class Pair:
    """Two look-alikes; the keys of `answers` are yes and no to the two questions."""

    name: str
    title: Text
    layers: tuple[str, str]
    questions: tuple[Text, Text]
    answers: Mapping[tuple[bool, bool], Proposal]

    def propose(self, first: bool, second: bool) -> Proposal:
        return self.answers[first, second]


_CLOSED = Text(
    "Không ai được qua, người dân đi vòng tới chốt kiểm soát gần nhất.",
    "Nobody passes, people are sent to the nearest checkpoint.",
)
_CHECKED = Text("Có người trực, đủ điều kiện thì được qua.", "It is manned, and people pass if conditions are met.")
_UNCHECKED = Text(
    "Không có người trực thì không kiểm tra được; ghi ai được qua ở «Cho phép qua».",
    "Without staff nobody is checked; say who may pass under “Passage”.",
)
POSTS = Pair(
    "posts",
    Text("Chốt kiểm soát hay chốt chặn?", "Control checkpoint or road block?"),
    ("control_checkpoint", "road_block"),
    (
        Text(
            "Có ai được đi qua nếu đủ điều kiện (khai báo, xét nghiệm, giấy đi đường) không?",
            "May anybody pass if conditions are met (declaration, test, permit)?",
        ),
        Text("Chốt có người trực không?", "Is the post manned?"),
    ),
    {
        (True, True): Proposal("control_checkpoint", _CHECKED),
        (True, False): Proposal("road_block", _UNCHECKED),
        (False, True): Proposal("road_block", _CLOSED),
        (False, False): Proposal("road_block", _CLOSED),
    },
)

_ZONE = Text(
    "Có ranh giới nên vẽ thành vùng; không vẽ thêm điểm cho cùng quyết định.",
    "It has a boundary, so draw an area; add no point for the same decision.",
)
_LARGE = Text("Lớn hơn một ngõ hoặc khoảng 50 hộ thì vẽ thành vùng.", "Larger than an alley or about 50 households, so draw an area.")
_POINT = Text(
    "Một tòa nhà, ngõ hoặc cụm nhỏ không mô tả ranh giới.",
    "One building, alley or small group without a described boundary.",
)
LOCKDOWNS = Pair(
    "lockdowns",
    Text("Điểm hay vùng phong tỏa?", "Lockdown point or zone?"),
    ("lockdown_point", "lockdown_zone"),
    (
        Text(
            "Quyết định có nêu ranh giới (tứ cận), hoặc cả tổ, khối, xóm, xã, hoặc Chỉ thị 15, 16 không?",
            "Does the decision give a boundary, or a whole group, hamlet or commune, or Directive 15 or 16?",
        ),
        Text("Chỉ một tòa nhà, một ngõ, hoặc dưới khoảng 50 hộ?", "Only one building, one alley, or fewer than about 50 households?"),
    ),
    {
        (True, True): Proposal("lockdown_zone", _ZONE),
        (True, False): Proposal("lockdown_zone", _ZONE),
        (False, True): Proposal("lockdown_point", _POINT),
        (False, False): Proposal("lockdown_zone", _LARGE),
    },
)

_COVID = Text(
    "Chỉ nhận ca bệnh do ngành y tế chuyển đến.",
    "It takes only confirmed cases transferred by the health sector.",
)
_BOTH = Text(
    "Khu điều trị Covid là đối tượng thứ hai ở lớp «Cơ sở y tế điều trị Covid», liên kết với cơ sở này.",
    "Its Covid part is a second feature of the layer “Covid treatment facility”, linked to this one.",
)
_MEDICAL = Text("Phục vụ mọi người, không điều trị nội trú ca Covid-19.", "It serves everybody and takes no Covid-19 inpatients.")
HEALTH = Pair(
    "health",
    Text("Cơ sở chữa bệnh hay điều trị Covid?", "Medical or Covid treatment facility?"),
    ("medical_facility", "covid_treatment_facility"),
    (
        Text("Ca Covid-19 có được chuyển đến điều trị nội trú ở đây không?", "Are Covid-19 cases transferred here as inpatients?"),
        Text("Người dân có tự đến khám chữa bệnh khác ở đây không?", "May people come here by themselves for other care?"),
    ),
    {
        (True, True): Proposal("medical_facility", _BOTH),
        (True, False): Proposal("covid_treatment_facility", _COVID),
        (False, True): Proposal("medical_facility", _MEDICAL),
        (False, False): Proposal("medical_facility", _MEDICAL),
    },
)
PAIRS = (POSTS, LOCKDOWNS, HEALTH)


def pair_of(stem: str) -> Pair | None:
    """The pair a layer belongs to."""
    return next((pair for pair in PAIRS if stem in pair.layers), None)
