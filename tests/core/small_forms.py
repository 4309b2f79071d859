"""A folder of small forms that show everything a form can do: quick to read, made to be spoilt."""

from __future__ import annotations

from pathlib import Path

LISTS = """
state:
  open: {vi: Mở, en: Open, colour: "#00FF00", note: daily}
  shut: {vi: Đóng, en: Shut}
"""
SHARED = """
order: [shop]
patterns:
  code: {regex: '<two>-<two>', parts: {two: '[0-9]{2}'}, example: 12-34}
shared:
  who:
    title: {vi: Ai, en: Who}
    fields:
      name: {label: {vi: Tên, en: Name}, type: text, max: 20, required: true, public: true}
      boss: {label: {vi: Chủ, en: Boss}, type: text, private: never}
  when:
    title: {vi: Thời gian, en: Time}
    groups:
      - fields:
          since: {label: {vi: Từ, en: Since}, type: datetime, default: now, not_future: true}
      - group: {vi: Hết, en: End}
        fields:
          until: {label: {vi: Đến, en: Until}, type: date, not_before: since, not_past: {strength: warn}}
"""
SHOP = """
title: {vi: Quán, en: Shop}
geometry: Point
colour: "#112233"
state: state
kind: state
tabs:
  - tab: {vi: Chính, en: Main}
    groups:
      - use: who
        change: {name: {max: 30, required: }, boss: {label: {vi: Bà chủ, en: Owner}}}
      - fields:
          state: {label: {vi: Tình trạng, en: State}, list: state, default: open}
          code: {label: {vi: Mã, en: Code}, type: text, matches: code}
          ready: {label: {vi: Sẵn sàng, en: Ready}, type: boolean, default: false}
      - group: {vi: Khi mở, en: When open}
        when: {state: open}
        fields:
          seats:
            label: {vi: Chỗ, en: Seats}
            type: integer
            required:
              - {when: {state: open}}
              - {when: {code: present}, strength: warn, message: {vi: Hãy đếm chỗ., en: Count the seats.}}
            between: {is: [1, 9], strength: warn}
            public: {at_least: 3}
          area: {label: {vi: Rộng, en: Area}, unit: m, type: number, precision: [7, 1]}
          kinds: {label: {vi: Các loại, en: Kinds}, lists: state}
          next: {label: {vi: Bên cạnh, en: Next}, references: shop}
  - use: when
    change: {until: {not_past: }}
"""


def write_forms(folder: Path, shop: str = SHOP, shared: str = SHARED, lists: str = LISTS) -> Path:
    """The folder, with these files in it; what is there already is not written again."""
    for name, text in (("_lists", lists), ("_shared", shared), ("shop", shop)):
        path, content = folder / f"{name}.yaml", text.encode()
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
    return folder
