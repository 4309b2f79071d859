"""A small layer's columns, one of each type, for tests of rules."""

from __future__ import annotations

from ncovy_qgis.core.catalogue import Pattern, Text, Value, ValueList
from ncovy_qgis.core.rules import Scope
from ncovy_qgis.core.rules.scope import Column

STATES = ValueList("state", (Value("open", Text("Mở", "Open")), Value("shut", Text("Đóng", "Shut"))))
COLUMNS = [
    Column("name", "text", Text("Tên", "Name")),
    Column("note", "text", Text("Ghi chú", "Note"), widget="multiline"),
    Column("state", "list", Text("Tình trạng", "State"), "state"),
    Column("states", "lists", Text("Các mục", "Items"), "state"),
    Column("beds", "integer", Text("Giường", "Beds")),
    Column("used", "integer", Text("Đang dùng", "Used")),
    Column("area", "number", Text("Diện tích", "Area")),
    Column("ready", "boolean", Text("Sẵn sàng", "Ready")),
    Column("day", "date", Text("Ngày", "Day")),
    Column("start", "datetime", Text("Bắt đầu", "From")),
    Column("end", "datetime", Text("Kết thúc", "To")),
    Column("host", "reference", Text("Nơi", "Host")),
]
SCOPE = Scope({column.name: column for column in COLUMNS}, {"state": STATES}, {"phone": Pattern("0[0-9]{9}", "0966641414", " .")})
