-- The audit of a period, row by row, and what in it is out of the ordinary. Names and reasons are told, contents of fields are not.

-- Which columns a version changed; what the server writes itself is left out.
CREATE FUNCTION ncovy_app.changed_fields(new jsonb, old jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(n.key, ' ' ORDER BY n.key) FROM jsonb_each(new) AS n
     WHERE n.value IS DISTINCT FROM old -> n.key
       AND n.key <> ALL ('{row_version,review_state,approved_version,edited_by,edited_at,verified_by,verified_at,name_search,district_code,province_code}')
$$;

CREATE FUNCTION ncovy_app.audit(since timestamptz, until timestamptz)
RETURNS TABLE (at timestamptz, by text, application text, kind text, deed text, layer text, uid uuid, name text, row_version integer, unit_code text, era smallint,
               unit_name text, changeset bigint, comment text, fields text, metres float, reason text, person text, role text, valid_to timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_oversight();
    RETURN QUERY
    SELECT a.at, a.by, a.application, a.kind, a.deed, a.layer, a.uid, a.name, a.row_version, a.unit_code, a.era, u.name, a.changeset, c.comment, a.fields,
           a.metres, a.reason, a.person, a.role, a.valid_to
      FROM (SELECT d.at, d.person AS by, d.application, CASE WHEN d.application IS NULL THEN 'decision' ELSE 'version' END AS kind, d.deed, d.layer, d.uid, d.name,
                   d.row_version, d.commune AS unit_code, d.era, d.changeset, ncovy_app.changed_fields(v."row", p."row") AS fields, d.metres, d.reason,
                   NULL::text AS person, NULL::text AS role, NULL::timestamptz AS valid_to
              FROM ncovy_app.deeds(since, until) AS d
              LEFT JOIN ncovy.version AS v ON d.deed IN ('update', 'move', 'restore', 'part') AND (v.layer, v.uid, v.row_version) = (d.layer, d.uid, d.row_version)
              LEFT JOIN ncovy.version AS p ON (p.layer, p.uid, p.row_version) = (v.layer, v.uid, v.row_version - 1)
             UNION ALL
            SELECT x.at, x.by, NULL, 'acceptance', x.code, x.layer, x.uid, v."row" ->> 'name', x.row_version, v."row" ->> 'commune_code', (v."row" ->> 'commune_era')::smallint,
                   v.changeset, NULL, NULL, x.reason, NULL, NULL, NULL
              FROM ncovy_app.accepted(since, until) AS x
              LEFT JOIN ncovy.version AS v ON (v.layer, v.uid, v.row_version) = (x.layer, x.uid, x.row_version)
             UNION ALL
            SELECT s.at, s.by, s.application, 'staff', s.deed, NULL, NULL, NULL, NULL, s.unit_code, s.era, NULL, NULL, NULL, NULL, s.person, s.role, s.valid_to
              FROM ncovy.staff_change AS s WHERE s.at >= since AND s.at < until
             UNION ALL
            SELECT r.at, r.by, NULL, 'release', 'publish', NULL, NULL, r.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
              FROM ncovy.release AS r WHERE r.at >= since AND r.at < until) AS a
      LEFT JOIN ncovy.changeset AS c ON c.id = a.changeset
      LEFT JOIN ncovy.unit AS u ON u.code = a.unit_code AND u.era = a.era
     ORDER BY a.at, a.kind, a.layer, a.uid;
END
$$;
COMMENT ON FUNCTION ncovy_app.audit(timestamptz, timestamptz) IS 'Every change, decision, accepted warning, change of staff and release, in order';

-- Many removals by one person on one day; positions moved far in one save; work at night (the night belongs to the day it begins on).
CREATE FUNCTION ncovy_app.unusual(since timestamptz, until timestamptz, removals integer, far float, night_from integer, night_to integer)
RETURNS TABLE (kind text, person text, day date, first_at timestamptz, last_at timestamptz, deeds bigint, metres float, layer text, uid uuid, name text, changeset bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH done AS MATERIALIZED (
        SELECT d.*, ncovy_app.local_time(d.at) AS clock FROM ncovy_app.deeds(since, until) AS d
    )
    SELECT 'removals', d.person, d.clock::date, min(d.at), max(d.at), count(*), NULL::float, NULL, NULL::uuid, NULL, NULL::bigint
      FROM done AS d WHERE d.deed = 'remove' GROUP BY d.person, d.clock::date HAVING count(*) >= removals
     UNION ALL
    SELECT * FROM (
        SELECT DISTINCT ON (d.changeset) 'far_move', d.person, d.clock::date, min(d.at) OVER save, max(d.at) OVER save, count(*) OVER save, d.metres, d.layer, d.uid, d.name, d.changeset
          FROM done AS d WHERE d.metres >= far WINDOW save AS (PARTITION BY d.changeset) ORDER BY d.changeset, d.metres DESC) AS farthest
     UNION ALL
    SELECT 'night', d.person, (d.clock - make_interval(hours => night_to))::date, min(d.at), max(d.at), count(*), NULL, NULL, NULL, NULL, NULL
      FROM done AS d WHERE extract(hour FROM d.clock) >= night_from OR extract(hour FROM d.clock) < night_to
     GROUP BY d.person, (d.clock - make_interval(hours => night_to))::date
     ORDER BY 5 DESC, 1, 2;
END
$$;
