-- The public copy of one layer, and going back to an earlier content.
CREATE FUNCTION {project}(r {table}, approved_at timestamptz) RETURNS {public}
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT ROW(r.uid, {values}
        (SELECT u.name FROM ncovy.unit AS u WHERE u.code = r.commune_code AND u.era = r.commune_era),
        (SELECT u.name FROM ncovy.unit AS u WHERE u.code = r.district_code AND u.era = r.commune_era AND u.level = 2),
        {geom}, approved_at, r.row_version)::{public}
$$;

CREATE FUNCTION {publish}(features uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM {public} AS p WHERE p.uid = ANY (features);
    INSERT INTO {public}
    SELECT p.*
      FROM {table} AS r
      JOIN LATERAL (SELECT d.at FROM ncovy.decision AS d WHERE d.layer = {name} AND d.uid = r.uid AND d.row_version = r.row_version AND d.verdict = 'approve'
                     ORDER BY d.seq DESC LIMIT 1) AS d ON true
      CROSS JOIN LATERAL {project}(r, d.at) AS p
     WHERE r.uid = ANY (features) AND NOT r.removed AND r.review_state = 'approved';
END
$$;

-- From history alone: used when the public columns change.
CREATE FUNCTION {republish}() RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    DELETE FROM {public};
    INSERT INTO {public}
    SELECT p.*
      FROM {table} AS f
      JOIN ncovy.version AS v ON v.layer = {name} AND v.uid = f.uid AND v.row_version = f.approved_version
      JOIN LATERAL (SELECT d.at FROM ncovy.decision AS d WHERE d.layer = v.layer AND d.uid = v.uid AND d.row_version = v.row_version AND d.verdict = 'approve'
                     ORDER BY d.seq DESC LIMIT 1) AS d ON true
      CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, v."row" || jsonb_build_object('geom', v.geom::text)) AS old
      CROSS JOIN LATERAL {project}(old, d.at) AS p
     WHERE NOT old.removed;
    GET DIAGNOSTICS made = ROW_COUNT;
    RETURN made;
END
$$;

CREATE FUNCTION {restore}(feature integer, content jsonb, shape public.geometry, seen integer) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE {table} AS t SET ({restored}, geom, base_version) = (SELECT {old_restored}, shape, seen)
      FROM jsonb_populate_record(NULL::{table}, content) AS old
     WHERE t.id = feature;
END
$$;
