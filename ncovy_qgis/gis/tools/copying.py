"""Which attributes can be taken from another feature, and which are taken unless one says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsProject,
    QgsValueRelationFieldFormatter,
    QgsVectorLayer,
)

from ...core.catalogue import Field, Layer
from ..buffer import plain_values

# What belongs to one place or one report alone; persons and their telephones are told by `private: never`.
OWN = frozenset({"name", "address", "hamlet", "commune_code", "location_method", "location_accuracy_m", "reported_at", "warning_reason", "zone_id"})
OWN_COUNTS = frozenset({"households", "population", "case_count"})


@dataclass(frozen=True)
class Copyable:
    """A field of the target with the value the source holds for it; `usual`: ticked from the start."""

    field: Field
    value: Any
    usual: bool


def copyable(source: QgsVectorLayer, source_schema: Layer, feature: QgsFeature, target: Layer) -> tuple[Copyable, ...]:
    """Fields both layers have in the same sense, in the order of the form, empty ones left out."""
    values = plain_values(source, source_schema, feature)
    shared = (field for field in target.fields if not field.auto and source_schema.has(field.name) and _same_sense(field, source_schema.field(field.name)))
    return tuple(Copyable(field, values[field.name], _usual(field)) for field in shared if values.get(field.name) is not None)


def commune_name(layer: QgsVectorLayer, feature: QgsFeature) -> str:
    """The commune of a feature by name, as its form shows it: codes come again in another era."""
    code, config = str(feature["commune_code"]), layer.editorWidgetSetup(layer.fields().indexOf("commune_code")).config()
    communes = QgsValueRelationFieldFormatter.resolveLayer(config, QgsProject.instance())
    if communes is None:
        return code
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(communes))
    context.appendScope(QgsExpressionContextUtils.formScope(feature))
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry).setExpressionContext(context)
    own = QgsExpression.createFieldEqualityExpression(config["Key"], code)
    request.setFilterExpression(f"({config['FilterExpression']}) AND {own}" if config.get("FilterExpression") else own)
    found = next(communes.getFeatures(request), None)  # QgsValueRelationFieldFormatter.createCache() ends QGIS 3.40 when Python reads what it gives
    return str(found[config["Value"]]) if found is not None else code


def _same_sense(one: Field, other: Field) -> bool:
    return (one.type, one.list, one.references) == (other.type, other.list, other.references)


def _usual(field: Field) -> bool:
    return field.name not in OWN | OWN_COUNTS and field.private != "never"
