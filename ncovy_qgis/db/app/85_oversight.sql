-- Who did what: for supervisors and the administrator. Everything runs with the caller's own rights and reads what is written anyway; nothing is counted twice.

CREATE FUNCTION ncovy_app.need_oversight() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT ncovy_app.is_admin() THEN
        PERFORM ncovy_app.need_role('ncovy_supervisor', 'xem giám sát');
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.local_time(moment timestamptz) RETURNS timestamp
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT moment AT TIME ZONE 'Asia/Ho_Chi_Minh' $$;

-- One row a deed: versions written (an update that changes the position is a move) and decisions. The area is the commune the feature then lay in.
-- What a decision by field wrote down is «part»: content of others, no edit of the supervisor's.
CREATE FUNCTION ncovy_app.deeds(since timestamptz, until timestamptz)
RETURNS TABLE (at timestamptz, person text, application text, deed text, layer text, uid uuid, name text, row_version integer,
               commune text, district text, era smallint, changeset bigint, metres float, reason text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_oversight();
    RETURN QUERY
    SELECT v.at, v.session_user_name, v.application,
           CASE WHEN w.part THEN 'part' WHEN v.operation = 'update' AND r.seq IS NOT NULL THEN 'restore' WHEN v.operation = 'update' AND m.moved THEN 'move' ELSE v.operation END,
           v.layer, v.uid, v."row" ->> 'name', v.row_version, v."row" ->> 'commune_code', v."row" ->> 'district_code', (v."row" ->> 'commune_era')::smallint,
           v.changeset, CASE WHEN m.moved AND NOT w.part THEN public.st_distance(public.st_centroid(p.geom)::public.geography, public.st_centroid(v.geom)::public.geography) END, NULL::text
      FROM ncovy.version AS v
      LEFT JOIN ncovy.version AS p ON v.operation = 'update' AND p.layer = v.layer AND p.uid = v.uid AND p.row_version = v.row_version - 1
      LEFT JOIN ncovy.decision AS r ON v.operation = 'update' AND r.layer = v.layer AND r.uid = v.uid AND r.row_version = v.row_version AND r.verdict = 'restore'
     CROSS JOIN LATERAL (SELECT NOT (v.geom OPERATOR(public.=) p.geom) AS moved) AS m
     CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM ncovy.authorship AS a WHERE a.layer = v.layer AND a.uid = v.uid AND a.row_version = v.row_version) AS part) AS w
     WHERE v.at >= since AND v.at < until
     UNION ALL
    SELECT d.at, d.by, NULL, d.verdict, d.layer, d.uid, v."row" ->> 'name', d.row_version, v."row" ->> 'commune_code', v."row" ->> 'district_code',
           (v."row" ->> 'commune_era')::smallint, v.changeset, NULL, d.reason
      FROM ncovy.decision AS d LEFT JOIN ncovy.version AS v ON v.layer = d.layer AND v.uid = d.uid AND v.row_version = d.row_version
     WHERE d.at >= since AND d.at < until AND d.verdict <> 'restore';
END
$$;

CREATE FUNCTION ncovy_app.activity(since timestamptz, until timestamptz)
RETURNS TABLE (person text, unit_code text, era smallint, unit_name text, district_name text, day date, inserts bigint, updates bigint, moves bigint, removes bigint,
               restores bigint, submits bigint, approvals bigint, returns bigint, verifies bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT c.person, c.commune, c.era, u.name, n.name, c.day, c.inserts, c.updates, c.moves, c.removes, c.restores, c.submits, c.approvals, c.returns, c.verifies
      FROM (SELECT d.person, d.commune, d.era, ncovy_app.local_time(d.at)::date AS day,
                   count(*) FILTER (WHERE d.deed = 'insert') AS inserts, count(*) FILTER (WHERE d.deed = 'update') AS updates,
                   count(*) FILTER (WHERE d.deed = 'move') AS moves, count(*) FILTER (WHERE d.deed = 'remove') AS removes,
                   count(*) FILTER (WHERE d.deed = 'restore') AS restores, count(*) FILTER (WHERE d.deed = 'submit') AS submits,
                   count(*) FILTER (WHERE d.deed = 'approve') AS approvals, count(*) FILTER (WHERE d.deed = 'return') AS returns,
                   count(*) FILTER (WHERE d.deed = 'verify') AS verifies
              FROM ncovy_app.deeds(since, until) AS d GROUP BY 1, 2, 3, 4) AS c
      LEFT JOIN ncovy.unit AS u ON u.code = c.commune AND u.era = c.era
      LEFT JOIN ncovy.unit AS n ON n.code = u.parent_code AND n.era = u.era
     ORDER BY c.day DESC, c.person, n.name, u.name;
END
$$;
COMMENT ON FUNCTION ncovy_app.activity(timestamptz, timestamptz) IS 'Deeds of each person in each commune on each Vietnamese day';

-- From a submission to the first decision on it; and what still waits, at this moment.
CREATE FUNCTION ncovy_app.waiting_times(since timestamptz, until timestamptz)
RETURNS TABLE (layer text, unit_code text, era smallint, unit_name text, decided bigint, median_s float, p90_s float, longest_s float, waiting bigint, oldest_s float)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_oversight();
    RETURN QUERY
    WITH ends AS (
        SELECT d.layer, d.uid, d.row_version, d.seq, d.at, true AS decided FROM ncovy.decision AS d
         WHERE d.verdict IN ('approve', 'return') AND d.at >= since AND d.at < until
         UNION ALL
        SELECT f.layer, f.uid, f.row_version, NULL, clock_timestamp(), false FROM ncovy_app.feature AS f WHERE f.review_state = 'submitted'
    ), spans AS (
        SELECT DISTINCT ON (s.seq, e.decided) e.layer, coalesce(v."row" ->> 'district_code', v."row" ->> 'commune_code') AS unit, (v."row" ->> 'commune_era')::smallint AS in_era, e.decided,
               extract(epoch FROM e.at - s.at)::float AS seconds
          FROM ends AS e
          JOIN LATERAL (SELECT o.seq, o.at FROM ncovy.decision AS o
                         WHERE o.layer = e.layer AND o.uid = e.uid AND o.verdict = 'submit' AND (e.seq IS NULL OR o.seq < e.seq)
                         ORDER BY o.seq DESC LIMIT 1) AS s ON true
          LEFT JOIN ncovy.version AS v ON v.layer = e.layer AND v.uid = e.uid AND v.row_version = e.row_version
         ORDER BY s.seq, e.decided, e.seq
    )
    SELECT w.layer, w.unit, w.in_era, u.name, count(*) FILTER (WHERE w.decided),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY w.seconds) FILTER (WHERE w.decided), percentile_cont(0.9) WITHIN GROUP (ORDER BY w.seconds) FILTER (WHERE w.decided),
           max(w.seconds) FILTER (WHERE w.decided), count(*) FILTER (WHERE NOT w.decided), max(w.seconds) FILTER (WHERE NOT w.decided)
      FROM spans AS w LEFT JOIN ncovy.unit AS u ON u.code = w.unit AND u.era = w.in_era
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 4;
END
$$;

-- What a person answered for, each once: a decision by field writes it down again for the version that goes back, with the time of the first.
CREATE FUNCTION ncovy_app.accepted(since timestamptz, until timestamptz)
RETURNS TABLE (at timestamptz, by text, layer text, uid uuid, code text, row_version integer, reason text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT x.at, x.by, x.layer, x.uid, x.code, x.row_version, x.reason FROM ncovy.acceptance AS x
     WHERE x.at >= since AND x.at < until
       AND NOT EXISTS (SELECT FROM ncovy.acceptance AS o
                        WHERE o.layer = x.layer AND o.uid = x.uid AND o.code = x.code AND o.seq < x.seq AND o.at = x.at)
$$;

-- Warnings somebody answered for, one by one; and the reason in the form itself, which stands for all warnings of what was submitted with it.
CREATE FUNCTION ncovy_app.acceptances(since timestamptz, until timestamptz)
RETURNS TABLE (at timestamptz, person text, layer text, uid uuid, name text, row_version integer, unit_name text, code text, reason text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_oversight();
    RETURN QUERY
    SELECT a.at, a.person, a.layer, a.uid, v."row" ->> 'name', a.row_version, u.name, a.code, coalesce(a.reason, v."row" ->> 'warning_reason')
      FROM (SELECT x.at, x.by AS person, x.layer, x.uid, x.row_version, x.code, x.reason FROM ncovy_app.accepted(since, until) AS x
             UNION ALL
            SELECT d.at, d.by, d.layer, d.uid, d.row_version, NULL, NULL FROM ncovy.decision AS d
             WHERE d.verdict = 'submit' AND d.reason IS NOT NULL AND d.at >= since AND d.at < until) AS a
      LEFT JOIN ncovy.version AS v ON v.layer = a.layer AND v.uid = a.uid AND v.row_version = a.row_version
      LEFT JOIN ncovy.unit AS u ON u.code = v."row" ->> 'commune_code' AND u.era = (v."row" ->> 'commune_era')::smallint
     WHERE a.reason IS NOT NULL OR v."row" ->> 'warning_reason' IS NOT NULL
     ORDER BY a.at DESC;
END
$$;

CREATE FUNCTION ncovy_app.staff_changes(since timestamptz, until timestamptz)
RETURNS TABLE (at timestamptz, by text, application text, person text, deed text, role text, unit_code text, era smallint, unit_name text, valid_to timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_oversight();
    RETURN QUERY
    SELECT s.at, s.by, s.application, s.person, s.deed, s.role, s.unit_code, s.era, u.name, s.valid_to
      FROM ncovy.staff_change AS s LEFT JOIN ncovy.unit AS u ON u.code = s.unit_code AND u.era = s.era
     WHERE s.at >= since AND s.at < until ORDER BY s.seq DESC;
END
$$;
