-- What may not go out to the public unseen: the approved version of every published feature, whole, and what the gate says of it.
CREATE VIEW {approved} AS
SELECT p.uid, p.row_version, {columns}
  FROM {public} AS p LEFT JOIN {table} AS t ON t.uid = p.uid AND t.row_version = p.row_version;

-- One statement a question: together they would take twice as long to plan.
CREATE FUNCTION {gate}(at_moment timestamptz)
RETURNS TABLE (uid uuid, field text, code text, severity text, text_vi text, text_en text, detail jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, ncovy, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT p.uid, {no_version}, NULL::jsonb FROM {public} AS p
         WHERE NOT EXISTS (SELECT FROM {table} AS t WHERE t.uid = p.uid AND t.row_version = p.row_version)
           AND NOT EXISTS (SELECT FROM ncovy.version AS v WHERE v.layer = {name} AND v.uid = p.uid AND v.row_version = p.row_version);
    RETURN QUERY SELECT a.uid, {outside_words}, NULL::jsonb FROM {approved} AS a LEFT JOIN ncovy.unit AS u ON u.level = 1 AND u.era = a.commune_era
         WHERE CASE WHEN u.geom IS NULL OR NOT public.st_covers(u.geom, a.geom) THEN {outside} END;
    {questions}
END
$$;
