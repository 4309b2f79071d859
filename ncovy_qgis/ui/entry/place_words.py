"""What is said of a place: its commune, how far it is from the province, what was understood of the text."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QCoreApplication

from ...core.coordinates import CoordinateError, Degrees, Metres
from ...core.map_links import is_short_link
from ...db.search import Place

NEAR_M = 1000.0  # below it distances are told in metres


def where(place: Place | None) -> str:
    """The commune, or the distance to the nearest one."""
    translate = QCoreApplication.translate
    if place is None:
        return translate("Ncovy", "Cơ sở dữ liệu chưa có đơn vị hành chính nào.")
    name = f"{place.name}, {place.district}" if place.district else place.name
    if place.metres == 0:
        return name
    if place.accepted:
        return translate("Ncovy", "Sát ranh giới, cách {name} {distance}.").format(name=name, distance=distance(place.metres))
    return translate("Ncovy", "Ngoài tỉnh, cách {name} {distance}: máy chủ sẽ không nhận.").format(name=name, distance=distance(place.metres))


def distance(metres: float) -> str:
    """«850 m», «12 km»."""
    return f"{metres:.0f} m" if metres < NEAR_M else f"{metres / 1000:.1f} km".replace(".", ",") if metres < 10 * NEAR_M else f"{metres / 1000:.0f} km"


def understood(position: Degrees | Metres, spot: QgsPointXY) -> str:
    """The position in degrees, and whether the axes were turned."""
    translate = QCoreApplication.translate
    words = {"lat": f"{spot.y():.6f}", "lon": f"{spot.x():.6f}"}
    if isinstance(position, Degrees) and position.swapped:
        return translate("Ncovy", "Kinh độ được ghi trước vĩ độ, đã đổi chỗ: vĩ độ {lat}, kinh độ {lon}").format(**words)
    return translate("Ncovy", "Vĩ độ {lat}, kinh độ {lon}").format(**words)


def not_understood(text: str, error: Exception) -> str:
    """Why a text is no position."""
    if is_short_link(text):
        return QCoreApplication.translate("Ncovy", "Liên kết rút gọn không chứa tọa độ: hãy mở nó rồi chép địa chỉ đầy đủ.")
    if isinstance(error, CoordinateError):
        return QCoreApplication.translate("Ncovy", "Chưa phải là tọa độ. Ví dụ 18.6796, 105.6813")
    return QCoreApplication.translate("Ncovy", "Không đổi được tọa độ này sang WGS 84.")
