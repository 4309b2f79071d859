-- One layer at another time, as tables: what the staff had, what the public saw, what it would see; and each for as long as it was so.
-- OFFSET 0: a row is read from its JSON once, not once a column or once a unit it is compared with. Its geometry stands beside it, for the JSON has none.
CREATE FUNCTION {as_of}(moment timestamptz) RETURNS TABLE (feature {table}, geom public.geometry)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT jsonb_populate_record(NULL::{table}, v."row"), v.geom FROM ncovy_app.as_of({name}, moment, false) AS v OFFSET 0;
END;

-- Every content that held at some moment from `since` to `until`, from when to when (NULL: still).
CREATE FUNCTION {spans}(since timestamptz, until timestamptz)
RETURNS TABLE (span bigint, valid_from timestamptz, valid_to timestamptz, feature {table}, geom public.geometry)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT v.seq, v.at, n.ended, jsonb_populate_record(NULL::{table}, v."row"), v.geom
      FROM (SELECT w.uid, w.row_version, lead(w.at) OVER (PARTITION BY w.uid ORDER BY w.row_version) AS ended FROM ncovy.version AS w WHERE w.layer = {name}) AS n
      JOIN ncovy.version AS v ON v.layer = {name} AND v.uid = n.uid AND v.row_version = n.row_version
     WHERE v.at <= until AND (n.ended IS NULL OR n.ended > since) AND NOT (v."row" -> 'removed')::boolean OFFSET 0;
END;

-- As {project} has it, but set-based: names and values of a hundred thousand features are not asked for one by one.
CREATE FUNCTION {public_spans}(since timestamptz, until timestamptz) RETURNS TABLE (span bigint, valid_from timestamptz, valid_to timestamptz, {public_columns})
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT r.seq, r.at, r.ended, r.uid, {values} c.name, d.name, {geom}, r.at, r.row_version
      FROM (SELECT q.seq, q.at, q.ended, {public_read}, q.geom
              FROM (SELECT n.seq, n.at, n.ended, jsonb_populate_record(NULL::{public}, v."row") AS r, v."row" AS content, v.geom
                      FROM (SELECT a.seq, a.at, a.uid, a.row_version, lead(a.at) OVER (PARTITION BY a.uid ORDER BY a.seq) AS ended
                              FROM ncovy.decision AS a WHERE a.layer = {name} AND a.verdict = 'approve') AS n
                      JOIN ncovy.version AS v ON v.layer = {name} AND v.uid = n.uid AND v.row_version = n.row_version
                     WHERE n.at <= until AND (n.ended IS NULL OR n.ended > since) AND NOT (v."row" -> 'removed')::boolean OFFSET 0) AS q
            OFFSET 0) AS r
      LEFT JOIN ncovy.unit AS c ON c.code = r.commune_code AND c.era = r.commune_era
      LEFT JOIN ncovy.unit AS d ON d.code = r.district_code AND d.era = r.commune_era AND d.level = 2;
END;

CREATE FUNCTION {public_as_of}(moment timestamptz) RETURNS TABLE ({public_columns})
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT {public_names} FROM {public_spans}(moment, moment) AS s;
END;

-- What a release showed: of every feature the newest approval that its snapshot saw.
CREATE FUNCTION {public_seen}(seen pg_snapshot, read_at timestamptz) RETURNS TABLE ({public_columns})
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT r.uid, {values} c.name, d.name, {geom}, r.at, r.row_version
      FROM (SELECT q.at, {public_read}, q.geom
              FROM (SELECT n.at, jsonb_populate_record(NULL::{public}, v."row") AS r, v."row" AS content, v.geom
                      FROM (SELECT DISTINCT ON (a.uid) a.at, a.uid, a.row_version
                              FROM ncovy.decision AS a WHERE a.layer = {name} AND a.verdict = 'approve' AND ncovy_app.was_seen(a.at, a.xid, seen, read_at)
                             ORDER BY a.uid, a.seq DESC) AS n
                      JOIN ncovy.version AS v ON v.layer = {name} AND v.uid = n.uid AND v.row_version = n.row_version
                     WHERE NOT (v."row" -> 'removed')::boolean OFFSET 0) AS q
            OFFSET 0) AS r
      LEFT JOIN ncovy.unit AS c ON c.code = r.commune_code AND c.era = r.commune_era
      LEFT JOIN ncovy.unit AS d ON d.code = r.district_code AND d.era = r.commune_era AND d.level = 2;
END;

CREATE FUNCTION {would_be_public}(feature uuid, version integer) RETURNS SETOF {public}
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.* FROM ncovy.version AS v
     CROSS JOIN LATERAL {project}(jsonb_populate_record(NULL::{table}, v."row" || jsonb_build_object('geom', v.geom::text)), transaction_timestamp()) AS p
     WHERE v.layer = {name} AND v.uid = feature AND v.row_version = version AND NOT (v."row" -> 'removed')::boolean;
END;

GRANT EXECUTE ON FUNCTION {project}({table}, timestamptz), {as_of}(timestamptz), {public_as_of}(timestamptz), {would_be_public}(uuid, integer),
    {spans}(timestamptz, timestamptz), {public_spans}(timestamptz, timestamptz), {public_seen}(pg_snapshot, timestamptz) TO ncovy_viewer;
