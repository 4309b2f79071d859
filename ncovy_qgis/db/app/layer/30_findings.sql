-- What keeps one layer's rows from being submitted: rules of submission, and rules that ask for a reason.
CREATE FUNCTION {row_findings}("only" uuid DEFAULT NULL)
RETURNS TABLE (uid uuid, field text, code text, severity text, text_vi text, text_en text)
LANGUAGE sql STABLE SET search_path = pg_catalog, ncovy, public, pg_temp AS $$
    SELECT q.uid, f.field, f.code, f.severity, f.vi, f.en
      FROM (SELECT t.*, {conditions} FROM {table} AS t WHERE NOT t.removed AND ("only" IS NULL OR t.uid = "only")) AS q
      CROSS JOIN LATERAL (VALUES {words}) AS f (failed, field, code, severity, vi, en)
     WHERE f.failed
$$;

-- The checks against other rows. Planned anew each time: with the one feature known, only its neighbours are read.
CREATE FUNCTION {set_findings}("only" uuid DEFAULT NULL)
RETURNS TABLE (uid uuid, field text, code text, severity text, text_vi text, text_en text, detail jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, ncovy, public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE {queries} USING "only";
END
$$;
