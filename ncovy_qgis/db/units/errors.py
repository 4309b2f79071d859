"""What can be wrong with a layer of units, said in words the person at the desk can act on."""

from __future__ import annotations

from ncovy_qgis.core.model import Text


class UnitLayerError(Exception):
    """The layer cannot be loaded; nothing was changed."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.text = Text(vi, en)


def unreadable(path: str) -> UnitLayerError:
    return UnitLayerError(f"Không đọc được tệp {path}.", f"The file {path} cannot be read.")


def which_layer(names: list[str]) -> UnitLayerError:
    listed = ", ".join(names)
    return UnitLayerError(f"Tệp có nhiều lớp, hãy chọn một: {listed}.", f"The file has several layers, name one: {listed}.")


def no_crs() -> UnitLayerError:
    return UnitLayerError(
        "Tệp không ghi hệ tọa độ. Hãy khai báo, ví dụ EPSG:9208 (VN-2000 kinh tuyến trục 104°45′) hoặc EPSG:4326.",
        "The file states no coordinate system. Declare it, for example EPSG:9208 (VN-2000, 104°45′) or EPSG:4326.",
    )


def bad_crs(crs: str) -> UnitLayerError:
    return UnitLayerError(f"Không hiểu hệ tọa độ {crs}.", f"The coordinate system {crs} is not known.")


def no_columns(fields: list[str]) -> UnitLayerError:
    listed = ", ".join(fields)
    return UnitLayerError(
        f"Không nhận ra cột mã hoặc cột tên đơn vị. Các cột có trong tệp: {listed}.",
        f"No code or name column was recognised. The file has: {listed}.",
    )


def no_such_column(column: str, fields: list[str]) -> UnitLayerError:
    listed = ", ".join(fields)
    return UnitLayerError(f"Tệp không có cột {column}; có: {listed}.", f"The file has no column {column}; it has: {listed}.")


def elsewhere(count: int) -> UnitLayerError:
    return UnitLayerError(
        f"{count} đơn vị nằm xa vị trí đã biết trên 30 km: sai hệ tọa độ hoặc đảo trục.",
        f"{count} units lie more than 30 km from where they are known: wrong coordinate system or swapped axes.",
    )


def nothing_matches() -> UnitLayerError:
    return UnitLayerError("Không đơn vị nào trong tệp khớp với danh mục.", "No unit of the file is in the list of units.")


def which_era(eras: list[int]) -> UnitLayerError:
    listed = ", ".join(map(str, sorted(eras)))
    return UnitLayerError(f"Tệp khớp như nhau với các kỳ {listed}. Hãy nêu kỳ.", f"The file fits the eras {listed} equally well. Name one.")
