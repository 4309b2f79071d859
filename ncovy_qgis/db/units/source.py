"""Reads a layer of units from any file OGR knows, in WGS 84. Knows nothing of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import ogr, osr

from ncovy_qgis.core.text import fold
from ncovy_qgis.db.units import errors
from ncovy_qgis.db.units.match import Shape

CODE_COLUMNS = ["maxa", "maphuongxa", "mapx", "madvhc", "communecode", "wardcode", "macapxa", "magso", "code", "ma"]
NAME_COLUMNS = ["tenxa", "tenphuongxa", "tenpx", "tendvhc", "communename", "wardname", "tencapxa", "tendonvi", "name", "ten"]


@dataclass(frozen=True)
class Source:
    code_column: str | None
    name_column: str | None
    crs: str
    shapes: tuple[Shape, ...]
    empty: tuple[str, ...]


def read_source(path: Path, *, code_column: str | None, name_column: str | None, layer: str | None, crs: str | None) -> Source:
    """All polygons of the layer; columns are recognised by name unless given; a missing CRS must be declared."""
    ogr.UseExceptions()
    osr.UseExceptions()
    try:
        dataset = ogr.Open(str(path))
    except RuntimeError as error:
        raise errors.unreadable(str(path)) from error
    if dataset is None:  # GDAL before 3.7 does not always raise
        raise errors.unreadable(str(path))
    table = _layer(dataset, layer)
    definition = table.GetLayerDefn()
    fields = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    code = _column(fields, code_column, CODE_COLUMNS)
    name = _column(fields, name_column, NAME_COLUMNS)
    if code is None and name is None:
        raise errors.no_columns(fields)
    reference = _reference(table, crs)
    shapes = tuple(_shapes(table, code, name, reference))
    good = tuple(s for s in shapes if s.wkb)
    return Source(code, name, _crs_name(reference), good, tuple(s.label for s in shapes if not s.wkb))


def _layer(dataset: Any, wanted: str | None) -> Any:
    names = [dataset.GetLayerByIndex(i).GetName() for i in range(dataset.GetLayerCount())]
    if wanted in names:
        return dataset.GetLayerByName(wanted)
    if wanted is None and len(names) == 1:
        return dataset.GetLayerByIndex(0)
    raise errors.which_layer(names)


def _column(fields: list[str], given: str | None, known: list[str]) -> str | None:
    if given is not None:
        if given not in fields:
            raise errors.no_such_column(given, fields)
        return given
    plain = {re.sub("[^a-z]", "", fold(field)): field for field in reversed(fields)}
    return next((plain[word] for word in known if word in plain), None)


def _reference(table: Any, crs: str | None) -> Any:
    """The declared CRS wins over the file's: a .prj may be wrong, the person who declares knows why."""
    reference = table.GetSpatialRef()
    if crs is not None:
        reference = osr.SpatialReference()
        try:
            reference.SetFromUserInput(crs)
        except RuntimeError as error:
            raise errors.bad_crs(crs) from error
    if reference is None or reference.IsLocal():
        raise errors.no_crs()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def _crs_name(reference: Any) -> str:
    authority, code = reference.GetAuthorityName(None), reference.GetAuthorityCode(None)
    return f"{authority}:{code}" if authority and code else str(reference.GetName())


def _shapes(table: Any, code: str | None, name: str | None, reference: Any) -> Iterator[Shape]:
    wgs84 = osr.SpatialReference()
    wgs84.ImportFromEPSG(4326)
    wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(reference, wgs84)
    for feature in table:
        wkb = _polygon(feature.GetGeometryRef(), transform)
        yield Shape(_text(feature, code), _text(feature, name), wkb)


def _polygon(geometry: Any, transform: Any) -> bytes:
    """Empty when the feature has no area."""
    if geometry is None or geometry.IsEmpty() or geometry.GetDimension() != 2:
        return b""
    flat = geometry.Clone()
    flat.FlattenTo2D()
    flat = ogr.ForceToMultiPolygon(flat)
    flat.Transform(transform)
    return bytes(flat.ExportToWkb())


def _text(feature: Any, column: str | None) -> str | None:
    """The value as text; a code that a spreadsheet made a number (17113.0) is a code again."""
    if column is None or not feature.IsFieldSetAndNotNull(column):
        return None
    text = re.sub(r"\.0+$", "", str(feature.GetFieldAsString(column)).strip())
    return text or None
