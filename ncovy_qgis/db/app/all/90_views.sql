-- What is asked across all layers: one SELECT a layer, put together from the catalogue.
CREATE VIEW ncovy_app.feature {invoker} AS
{features};

-- Whose content a version is: who wrote it down, unless a decision did so for others.
CREATE VIEW ncovy_app.version_author {invoker} AS
SELECT v.layer, v.uid, v.row_version, coalesce(a.person, v.session_user_name) AS person
  FROM ncovy.version AS v
  LEFT JOIN ncovy.authorship AS a ON a.layer = v.layer AND a.uid = v.uid AND a.row_version = v.row_version;

-- What waits. The approved version is looked at to say what kind of change it is; the talk, for what was returned or asked since.
CREATE VIEW ncovy_app.queue {invoker} AS
SELECT f.layer, f.uid, f.name, f.row_version, f.approved_version,
       CASE WHEN f.removed THEN 'removed' WHEN f.approved_version IS NULL THEN 'new' WHEN (old."row" ->> 'removed')::boolean THEN 'restored'
            WHEN NOT old.geom OPERATOR(public.=) f.geom THEN 'moved' ELSE 'changed' END AS kind,
       f.removed, f.commune_code, f.commune_era, u.name AS commune_name, f.district_code, n.name AS district_name, w.authors,
       CASE WHEN f.edited_by = ANY (w.authors) THEN f.edited_by ELSE w.authors[1] END AS edited_by, f.edited_at,
       s.by AS submitted_by, s.at AS submitted_at, s.reason AS warning_reason, v.changeset, c.comment, c.at AS changeset_at,
       concat_ws(' ', f.name_search, ncovy.fold(f.address)) AS name_search, t.returned_before, t.asked, f.geom
  FROM ncovy_app.feature AS f
  LEFT JOIN ncovy.unit AS u ON u.code = f.commune_code AND u.era = f.commune_era
  LEFT JOIN ncovy.unit AS n ON n.code = f.district_code AND n.era = f.commune_era AND n.level = 2
  LEFT JOIN ncovy.version AS old ON old.layer = f.layer AND old.uid = f.uid AND old.row_version = f.approved_version
  LEFT JOIN ncovy.version AS v ON v.layer = f.layer AND v.uid = f.uid AND v.row_version = f.row_version
  LEFT JOIN ncovy.changeset AS c ON c.id = v.changeset
  LEFT JOIN LATERAL (SELECT array_agg(DISTINCT a.person ORDER BY a.person) AS authors FROM ncovy_app.version_author AS a
                      WHERE a.layer = f.layer AND a.uid = f.uid AND a.row_version > coalesce(f.approved_version, 0)) AS w ON true
  LEFT JOIN LATERAL (SELECT max(d.seq) FILTER (WHERE d.verdict = 'submit') AS submitted,
                            (max(ARRAY[d.seq, d.row_version]) FILTER (WHERE d.verdict = 'return'))[2]::integer AS returned_before,
                            coalesce(max(d.seq) FILTER (WHERE d.verdict = 'ask') > max(d.seq) FILTER (WHERE d.verdict NOT IN ('ask', 'verify')), false) AS asked
                       FROM ncovy.decision AS d
                      WHERE d.layer = f.layer AND d.uid = f.uid AND d.row_version > coalesce(f.approved_version, 0)) AS t ON true
  LEFT JOIN ncovy.decision AS s ON s.seq = t.submitted
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
