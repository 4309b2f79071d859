"""In which systems positions are handed in, by EPSG code: degrees may be WGS 84 or VN-2000 (224 m apart), metres need a declared zone."""

from __future__ import annotations

from dataclasses import dataclass

from .coordinates import Degrees, Metres
from .model import Text

WGS84 = 4326


@dataclass(frozen=True)
class System:
    """One way to number places on the ground."""

    epsg: int
    name: Text
    metres: bool


SYSTEMS = (
    System(WGS84, Text("WGS 84 (GPS, bản đồ trên mạng)", "WGS 84 (GPS, web maps)"), metres=False),
    System(4756, Text("VN-2000, độ (EPSG:4756)", "VN-2000, degrees (EPSG:4756)"), metres=False),
    System(9208, Text("VN-2000, múi 3°, kinh tuyến 104°45′ (EPSG:9208)", "VN-2000 / TM-3 104-45 (EPSG:9208)"), metres=True),
    System(3405, Text("VN-2000, UTM múi 48 (EPSG:3405)", "VN-2000 / UTM zone 48N (EPSG:3405)"), metres=True),
)


def systems_for(position: Degrees | Metres) -> tuple[System, ...]:
    """The systems the position may be in: of a link WGS 84 alone; of metres those first that put it into the province."""
    if isinstance(position, Degrees) and position.linked:
        return tuple(system for system in SYSTEMS if system.epsg == WGS84)
    wanted = [system for system in SYSTEMS if system.metres == isinstance(position, Metres)]
    if isinstance(position, Metres):
        wanted.sort(key=lambda system: system.epsg not in position.candidates)
    return tuple(wanted)
