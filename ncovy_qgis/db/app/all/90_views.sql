-- What is asked across all layers: one SELECT a layer, put together from the catalogue.
CREATE VIEW ncovy_app.feature {invoker} AS
{features};

CREATE VIEW ncovy_app.queue {invoker} AS
SELECT f.layer, f.uid, f.name, f.row_version, f.approved_version, f.removed, f.commune_code, u.name AS commune_name, f.edited_by, f.edited_at,
       d.at AS submitted_at, d.by AS submitted_by, d.reason AS warning_reason, v.changeset, c.comment, f.geom
  FROM ncovy_app.feature AS f
  LEFT JOIN ncovy.unit AS u ON u.code = f.commune_code AND u.era = f.commune_era
  LEFT JOIN LATERAL (SELECT s.at, s.by, s.reason FROM ncovy.decision AS s WHERE s.layer = f.layer AND s.uid = f.uid AND s.verdict = 'submit' ORDER BY s.seq DESC LIMIT 1) AS d ON true
  LEFT JOIN ncovy.version AS v ON v.layer = f.layer AND v.uid = f.uid AND v.row_version = f.row_version
  LEFT JOIN ncovy.changeset AS c ON c.id = v.changeset
 WHERE f.review_state = 'submitted';

-- Everything about one feature: rules of its row, the checks against its neighbours, and who accepted which of the warnings of this version.
CREATE FUNCTION ncovy_app.findings(in_layer text, feature uuid)
RETURNS TABLE (field text, code text, severity text, text_vi text, text_en text, detail jsonb, accepted_by text, accepted_at timestamptz, accepted_reason text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE format('
        SELECT f.field, f.code, f.severity, f.text_vi, f.text_en, f.detail, a.by, a.at, a.reason
          FROM (SELECT r.field, r.code, r.severity, r.text_vi, r.text_en, NULL::jsonb AS detail FROM ncovy_app.%I($1) AS r
                UNION ALL
                SELECT s.field, s.code, s.severity, s.text_vi, s.text_en, s.detail FROM ncovy_app.%I($1) AS s) AS f
          LEFT JOIN LATERAL (
                SELECT x.by, x.at, x.reason FROM ncovy.acceptance AS x
                 WHERE f.severity = ''warning'' AND x.layer = $2 AND x.uid = $1 AND x.code = f.code
                   AND x.row_version = (SELECT t.row_version FROM ncovy.%I AS t WHERE t.uid = $1)
                   AND x.facts @> jsonb_build_array(coalesce(f.detail, ''null''))
                 ORDER BY x.seq DESC LIMIT 1) AS a ON true',
        'row_findings_' || in_layer, 'set_findings_' || in_layer, in_layer) USING feature, in_layer;
END
$$;

DROP VIEW IF EXISTS ncovy_public.unit, ncovy_public.list_value;
CREATE VIEW ncovy_public.unit AS SELECT u.code, u.era, u.name, u.type, u.level, u.parent_code, u.quality, u.point, u.geom FROM ncovy.unit AS u;
CREATE VIEW ncovy_public.list_value AS SELECT l.list, l.code, l.ord, l.label_vi, l.label_en, l.colour FROM ncovy.list_value AS l;
CREATE VIEW ncovy_public.info AS
SELECT ncovy_app.today() AS as_of, EXISTS (SELECT FROM ncovy.setting AS s WHERE s.name = 'exercise') AS exercise,
       (SELECT s.value ->> 'version' FROM ncovy.setting AS s WHERE s.name = 'catalogue') AS catalogue_version;
