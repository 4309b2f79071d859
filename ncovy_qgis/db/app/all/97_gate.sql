-- The gate: errors, unanswered doubts, personal data, places too exact, of what a release at this moment would show. It reads only, and so works on a hot standby.
-- An acceptance of the same two features seen from the other side counts; the reason in a form counts for all but personal data.
CREATE FUNCTION ncovy_app.gate(at_moment timestamptz DEFAULT NULL)
RETURNS TABLE (layer text, uid uuid, id integer, row_version integer, name text, commune text, district text, field text, code text, severity text, text_vi text, text_en text,
               detail jsonb, lon float, lat float, size float, accepted text, accepted_by text, accepted_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off SET max_parallel_workers_per_gather = 0 AS $$
#variable_conflict use_column
BEGIN
    at_moment := coalesce(at_moment, ncovy_app.today());
    RETURN QUERY
    SELECT f.layer, f.uid, f.id, f.row_version, f.name, f.commune, f.district, f.field, f.code, f.severity, f.text_vi, f.text_en, f.detail,
           public.st_x(s.spot), public.st_y(s.spot),
           greatest(public.st_xmax(f.geom) - public.st_xmin(f.geom), public.st_ymax(f.geom) - public.st_ymin(f.geom)),
           coalesce(x.reason, y.reason, CASE WHEN f.severity = 'warning' AND f.code NOT LIKE '%no\_personal\_data' THEN f.own END),
           coalesce(x.by, y.by), coalesce(x.at, y.at)
      FROM ({gates}) AS f
     CROSS JOIN LATERAL (SELECT public.st_pointonsurface(f.geom) AS spot) AS s
      LEFT JOIN LATERAL (
            SELECT a.reason, a.by, a.at FROM ncovy.acceptance AS a
             WHERE f.severity = 'warning' AND a.layer = f.layer AND a.uid = f.uid AND a.code = f.code AND a.row_version = f.row_version
               AND a.facts @> jsonb_build_array(coalesce(f.detail, 'null'))
             ORDER BY a.seq DESC LIMIT 1) AS x ON true
      LEFT JOIN LATERAL (
            SELECT a.reason, a.by, a.at FROM ncovy.acceptance AS a
             WHERE f.severity = 'warning' AND a.layer = f.layer AND a.uid = (f.detail ->> 'other_uid')::uuid AND a.code = f.code AND a.row_version = f.other_version
               AND a.facts @> jsonb_build_array(f.detail - 'other' || jsonb_build_object('other_uid', f.uid))
             ORDER BY a.seq DESC LIMIT 1) AS y ON true;
END
$$;
COMMENT ON FUNCTION ncovy_app.gate(timestamptz) IS 'What stands against a release, and which warnings somebody has answered for';

-- A publisher answers for warnings, for exactly those he saw: an error, or one that is no longer so, refuses them all.
CREATE FUNCTION ncovy_app.accept_at_gate(seen jsonb, reason text, at_moment timestamptz DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted integer := (SELECT count(DISTINCT s) FROM jsonb_to_recordset(seen) AS s (layer text, uid uuid, code text, row_version integer));
    made   integer;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_publisher', 'chấp nhận cảnh báo khi công bố');
    IF ncovy.clean_lines(reason) IS NULL THEN
        PERFORM ncovy_app.refuse('NC009', 'Chấp nhận cảnh báo phải có lý do.');
    END IF;
    INSERT INTO ncovy.acceptance (layer, uid, code, row_version, facts, reason)
    SELECT g.layer, g.uid, g.code, g.row_version, jsonb_agg(coalesce(g.detail, 'null')), left(ncovy.clean_lines(accept_at_gate.reason), 500)
      FROM ncovy_app.gate(at_moment) AS g
      JOIN (SELECT DISTINCT s.* FROM jsonb_to_recordset(seen) AS s (layer text, uid uuid, code text, row_version integer)) AS s
        ON (s.layer, s.uid, s.code, s.row_version) = (g.layer, g.uid, g.code, g.row_version)
     GROUP BY g.layer, g.uid, g.code, g.row_version
    HAVING bool_and(g.severity = 'warning') AND bool_or(g.accepted IS NULL);
    GET DIAGNOSTICS made = ROW_COUNT;
    IF made < wanted THEN
        PERFORM ncovy_app.refuse('NC009', format('%s mục là lỗi phải sửa, hoặc không còn là cảnh báo chưa ai chấp nhận: hãy xem lại danh sách.', wanted - made));
    END IF;
    RETURN made;
END
$$;
COMMENT ON FUNCTION ncovy_app.accept_at_gate(jsonb, text, timestamptz) IS 'Answers for the warnings listed, as a list of layer, uid, code, row_version; NC006 for whoever does not publish, NC009 otherwise';

REVOKE ALL ON FUNCTION ncovy_app.gate(timestamptz), ncovy_app.accept_at_gate(jsonb, text, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION {gate_functions} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ncovy_app.gate(timestamptz), ncovy_app.accept_at_gate(jsonb, text, timestamptz) TO ncovy_viewer, ncovy_publisher;
