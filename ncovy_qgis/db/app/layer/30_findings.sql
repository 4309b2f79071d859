-- What keeps one layer's rows from being submitted: rules of submission, and rules that ask for a reason.
-- Both are planned anew each time: with the one feature known, only it and its neighbours are read.
CREATE FUNCTION {row_findings}("only" uuid DEFAULT NULL)
RETURNS TABLE (uid uuid, field text, code text, severity text, text_vi text, text_en text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, ncovy, public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE {row_query} USING "only";
END
$$;

-- The checks against other rows.
CREATE FUNCTION {set_findings}("only" uuid DEFAULT NULL)
RETURNS TABLE (uid uuid, field text, code text, severity text, text_vi text, text_en text, detail jsonb)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, ncovy, public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE {queries} USING "only";
END
$$;
