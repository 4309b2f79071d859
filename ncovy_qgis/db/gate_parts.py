"""What the gate asks of one layer before a release, as SQL: the whole of what was approved, its rules, personal data, and how exact a home is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psycopg2 import sql

from ncovy_qgis.core.catalogue import Field, Layer, Rule, Strength, Text
from ncovy_qgis.core.personal_data import CITIZEN_ID, PERHAPS_PERSONAL, PERSONAL_BESIDE_NUMBERS, PERSONAL_DATA

from . import published
from .check_files import SetCheck
from .findings import ERROR, NOTE, WARNING

PERSONAL = "no_personal_data"  # the rule's kind, and the end of its name
NOW = "at_moment"  # what the rules take for now: the moment the release speaks for
# Field and kind: how old a report is stands beside every feature on the map, and holding back the news would not make it younger.
TOLD_BY_THE_MAP = ("reported_at", "max_age")
HOUSE_NUMBER = "(?:[Ss]ố nhà|[Nn]hà số|^[Ss]ố|, ?số|tại số) ?[0-9]+"  # “Điểm phong tỏa số 10” is none
NO_VERSION = Text("Không có phiên bản đã duyệt nào đứng sau đối tượng này.", "No approved version stands behind this feature.")
OUTSIDE = Text("Vị trí nằm ngoài tỉnh Nghệ An.", "The position lies outside the province.")
TOO_EXACT = Text("Vị trí của hộ gia đình quá chính xác (phải làm tròn từ 50 m).", "The position of a home is too exact (to be rounded to 50 m or more).")
HOME_ADDRESS = Text("Địa chỉ của hộ gia đình không được công khai.", "The address of a home must not be public.")
HOME_NUMBER = Text("«{vi}» có vẻ chứa số nhà của hộ gia đình.", "«{en}» seems to hold the house number of a home.")
EACH = ("each layer", "each point layer")
TOO_FEW = Text("«{vi}» dưới {least} thì không được công khai.", "«{en}» below {least} must not be public.")


def view(layer: Layer) -> sql.Identifier:
    """What was approved, whole."""
    return sql.Identifier("ncovy_app", f"approved_{layer.name}")


def tables(layer: Layer, scope: str) -> sql.Identifier:
    """Where a check finds what was approved. Those of each layer by itself read its rows once, all of them together: see _TOGETHER."""
    if scope not in EACH:
        return view(layer)
    return sql.Identifier("places" if scope == "each point layer" and published.has_homes(layer) else "approved")


def layer_parts(layer: Layer, checks: Iterable[SetCheck]) -> dict[str, sql.Composable]:
    """The words of app/layer/50_gate.sql."""
    return {
        "approved": view(layer),
        "columns": _columns(layer),
        "outside": sql.SQL(_OUTSIDE_POINT if layer.geometry == "Point" else _OUTSIDE_ZONE),
        "questions": sql.SQL("\n    ").join(sql.SQL("RETURN QUERY {};").format(each) for each in _questions(layer, checks)),
        "no_version": _literals("", "no_version", ERROR, NO_VERSION),
        "outside_words": _literals("geom", "outside_province", ERROR, OUTSIDE),
    }


def _questions(layer: Layer, checks: Iterable[SetCheck]) -> Iterator[sql.Composable]:
    yield _rules(layer)
    yield _personal(layer)
    for words, condition in (*_too_few(layer), *(_of_homes(layer) if published.has_homes(layer) else ())):
        yield _PLAIN.format(words=words, layer=sql.Identifier(layer.name), condition=condition)
    found = [(check.scope in EACH, _SET.format(**_words(check.text), query=query)) for check in checks for query in check.for_layers({layer.name})]
    yield _together(layer, [query for each, query in found if each])
    yield from (query for each, query in found if not each)


_SET = sql.SQL(
    "SELECT s.uid, s.field, s.code, s.severity, {vi}, {en}, s.detail FROM ({query}) AS s (layer, uid, field, code, severity, detail, geom)"
)
_OUTSIDE_POINT = "ncovy_app.unit_at(a.geom, a.commune_era) IS NULL"
_OUTSIDE_ZONE = "EXISTS (SELECT FROM public.st_dumppoints(a.geom) AS corner WHERE ncovy_app.unit_at(corner.geom, a.commune_era) IS NULL)"


def texts(layer: Layer) -> dict[str, Text]:
    """The sentences of what only the gate warns of, by code: for whoever reads who accepted what."""
    marked = [each for each in layer.public_fields if each.rules_of(PERSONAL)] if published.has_homes(layer) else []
    return {**{f"{each.name}__{PERSONAL}": _doubt(each) for each in _free_texts(layer)}, **{f"{each.name}__house_number": _number(each) for each in marked}}


_GATE = sql.SQL(
    "SELECT {name} AS layer, g.*, (SELECT r.id FROM {table} AS r WHERE r.uid = g.uid) AS id, t.row_version, t.name,"
    " t.commune_name AS commune, t.district_name AS district, t.geom, {own} AS own,"
    " (SELECT o.row_version FROM {public} AS o WHERE o.uid = (g.detail ->> 'other_uid')::uuid) AS other_version"
    " FROM {gate}(at_moment) AS g JOIN {public} AS t ON t.uid = g.uid WHERE {visible}"
)


def gate(layer: Layer) -> sql.Composable:
    """What one layer's gate says, with what a person needs to know of the feature."""
    own = sql.SQL("(SELECT a.warning_reason FROM {} AS a WHERE a.uid = g.uid)").format(view(layer)) if layer.has("warning_reason") else sql.SQL("NULL::text")
    names = {"table": sql.Identifier("ncovy", layer.name), "public": published.table_name(layer), "gate": sql.Identifier("ncovy_app", f"gate_{layer.name}")}
    return _GATE.format(name=sql.Literal(layer.name), own=own, visible=published.visible(layer, sql.SQL(NOW)), **names)


def _words(text: Text) -> dict[str, sql.Composable]:
    return {"vi": sql.Literal(text.vi), "en": sql.Literal(text.en)}


def _literals(field: str, code: str, severity: str, text: Text) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Literal, (field, code, severity, text.vi, text.en)))


def _columns(layer: Layer) -> sql.Composable:
    """Every column a rule or a check may ask for: what is public as it is, the rest of the very version that was approved."""
    shown = {each.name for each in layer.public_fields if published.verbatim(layer, each)}
    fields = (sql.SQL("p.") + sql.Identifier(each.name) if each.name in shown else _private(layer, each.name) for each in layer.fields)
    named = [sql.SQL("{} AS {}").format(value, sql.Identifier(each.name)) for value, each in zip(fields, layer.fields)]
    era = sql.SQL("{} AS commune_era").format(_private(layer, "commune_era"))
    search = sql.SQL("{} AS name_search").format(_private(layer, "name_search"))
    place = _private_geometry(layer) if published.has_homes(layer) else sql.SQL("p.geom")
    return sql.SQL(", ").join([*named, era, search, sql.SQL("false AS removed"), sql.SQL("{} AS geom").format(place)])


# A part of a view that nobody asks for costs nothing, a join included; of a version that was edited since, history is asked for one column at a time.
_PRIVATE = sql.SQL(
    'CASE WHEN t.uid IS NOT NULL THEN t.{column} ELSE (SELECT (jsonb_populate_record(NULL::{table}, v."row")).{column} FROM ncovy.version AS v'
    " WHERE v.layer = {layer} AND v.uid = p.uid AND v.row_version = p.row_version) END"
)
_PRIVATE_GEOMETRY = sql.SQL(
    "CASE WHEN t.uid IS NOT NULL THEN t.geom ELSE coalesce((SELECT v.geom FROM ncovy.version AS v"
    " WHERE v.layer = {layer} AND v.uid = p.uid AND v.row_version = p.row_version), p.geom) END"
)


def _private(layer: Layer, column: str) -> sql.Composable:
    return _PRIVATE.format(column=sql.Identifier(column), table=sql.Identifier("ncovy", layer.name), layer=sql.Literal(layer.name))


def _private_geometry(layer: Layer) -> sql.Composable:
    return _PRIVATE_GEOMETRY.format(layer=sql.Literal(layer.name))


# Of the positions, where the layer has homes, only those that are shown as they are.
_TOGETHER = sql.SQL(
    "WITH approved AS MATERIALIZED (SELECT uid, name, name_search, commune_code, commune_era, {state}, removed, geom{scope} FROM {view}){places} {queries}"
)
_PLACES = sql.SQL(", places AS MATERIALIZED (SELECT * FROM approved AS r WHERE r.scope IS DISTINCT FROM {home})")


def _together(layer: Layer, queries: Iterable[sql.Composable]) -> sql.Composable:
    homes = published.has_homes(layer)
    return _TOGETHER.format(
        state=sql.Identifier(layer.state_field), scope=sql.SQL(", scope" if homes else ""), view=view(layer),
        places=_PLACES.format(home=sql.Literal(published.HOUSEHOLD)) if homes else sql.SQL(""), queries=sql.SQL(" UNION ALL ").join(queries),
    )  # fmt: skip


_RULES = sql.SQL(
    "SELECT q.uid, w.field, w.code, w.severity, w.vi, w.en, NULL::jsonb"
    " FROM (SELECT uid, array_remove(ARRAY[{verdicts}]::integer[], NULL) AS broken FROM {approved} AS a OFFSET 0) AS q"
    " CROSS JOIN LATERAL unnest(q.broken) AS b (number) JOIN (VALUES {words}) AS w (number, field, code, severity, vi, en) ON w.number = b.number"
)


def _rules(layer: Layer) -> sql.Composable:
    """Rules of submission and of warning; what is stored keeps the others, and personal data is asked for by itself."""
    rules = [rule for rule in layer.rules if rule.strength is not Strength.SAVE and not (rule.kind == PERSONAL and layer.field(rule.field).public)]
    verdicts = [sql.SQL("CASE WHEN NOT ({}) THEN {} END").format(sql.SQL(rule.sql(NOW)), sql.Literal(number)) for number, rule in enumerate(rules)]
    said = [_literals(rule.field, rule.name, _weight(rule), rule.message) for rule in rules]
    words = [sql.SQL("({}, {})").format(sql.Literal(number), each) for number, each in enumerate(said)]
    nothing = sql.SQL("(-1, '', '', '', '', '')")
    return _RULES.format(verdicts=sql.SQL(", ").join(verdicts), approved=view(layer), words=sql.SQL(", ").join([*words, nothing]))


def _weight(rule: Rule) -> str:
    if (rule.field, rule.kind) == TOLD_BY_THE_MAP:
        return NOTE
    return WARNING if rule.strength is Strength.WARN else ERROR


_PERSONAL = sql.SQL(
    "SELECT p.uid, w.field, w.code, CASE WHEN w.value ~ {citizen} THEN 'error' ELSE 'warning' END, w.vi, w.en, NULL::jsonb"
    " FROM ncovy_public.{layer} AS p CROSS JOIN LATERAL (VALUES {texts}) AS w (field, value, regex, code, vi, en)"
    " WHERE concat_ws(E'\\n', {columns}) ~ {perhaps} AND (w.value ~ w.regex OR w.value ~ {citizen})"
)


def _personal(layer: Layer) -> sql.Composable:
    """All texts of a row are looked at together, and one by one where something is found."""
    fields = _free_texts(layer)
    columns = [sql.SQL("p.") + sql.Identifier(each.name) for each in fields]
    texts = [_text(each, column) for each, column in zip(fields, columns)]
    return _PERSONAL.format(
        layer=sql.Identifier(layer.name), citizen=sql.Literal(CITIZEN_ID), perhaps=sql.Literal(PERHAPS_PERSONAL),
        columns=sql.SQL(", ").join(columns), texts=sql.SQL(", ").join(texts),
    )  # fmt: skip


def _free_texts(layer: Layer) -> list[Field]:
    return [each for each in layer.public_fields if each.type == "text" and not each.auto and not each.rules_of("matches")]


def _doubt(each: Field) -> Text:
    """As the form says it, where it does."""
    text = Text(f"«{each.label.vi}» có vẻ chứa dữ liệu cá nhân.", f"«{each.label.en}» seems to hold personal data.")
    return next((rule.message for rule in each.rules_of(PERSONAL)), text)


def _number(each: Field) -> Text:
    return Text(HOME_NUMBER.vi.format(vi=each.label.vi), HOME_NUMBER.en.format(en=each.label.en))


def _text(each: Field, column: sql.Composable) -> sql.Composable:
    """A licence is a long number and may be one, unless the form warns of it."""
    regex, text = PERSONAL_DATA if each.rules_of(PERSONAL) else PERSONAL_BESIDE_NUMBERS, _doubt(each)
    return sql.SQL("({}, {}, {}, {}, {}, {})").format(
        sql.Literal(each.name), column, *map(sql.Literal, (regex, f"{each.name}__{PERSONAL}", text.vi, text.en))
    )


_PLAIN = sql.SQL("SELECT p.uid, {words}, NULL::jsonb FROM ncovy_public.{layer} AS p WHERE {condition}")


# What the approval has rounded and withheld is still rounded and withheld.
def _too_few(layer: Layer) -> Iterator[tuple[sql.Composable, sql.Composable]]:
    for each in layer.public_fields:
        if each.public_if_at_least is not None:
            words = {"vi": each.label.vi, "en": each.label.en, "least": each.public_if_at_least}
            text = Text(TOO_FEW.vi.format(**words), TOO_FEW.en.format(**words))
            condition = sql.SQL("p.{} < {}").format(sql.Identifier(each.name), sql.Literal(each.public_if_at_least))
            yield _literals(each.name, f"{each.name}__too_few", ERROR, text), condition


def _of_homes(layer: Layer) -> Iterator[tuple[sql.Composable, sql.Composable]]:
    home, grid = sql.Literal(published.HOUSEHOLD), sql.Literal(published.GRID_DEGREES)
    exact = sql.SQL("p.scope = {} AND NOT public.st_snaptogrid(p.geom, {}) OPERATOR(public.=) p.geom").format(home, grid)
    yield _literals("geom", "home_too_exact", ERROR, TOO_EXACT), exact
    for each in layer.public_fields:
        column = sql.Identifier(each.name)
        if each.name in published.PRIVATE_AT_HOME:
            yield _literals(each.name, "home_address", ERROR, HOME_ADDRESS), sql.SQL("p.scope = {} AND p.{} IS NOT NULL").format(home, column)
        elif each.rules_of(PERSONAL):
            condition = sql.SQL("p.scope = {} AND p.{} ~ {}").format(home, column, sql.Literal(HOUSE_NUMBER))
            yield _literals(each.name, f"{each.name}__house_number", WARNING, _number(each)), condition
