-- The clock, and how a refusal is spoken.

CREATE FUNCTION ncovy_app.today() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT (s.value ->> 'now')::timestamptz FROM ncovy.setting AS s WHERE s.name = 'exercise'), transaction_timestamp())
$$;
COMMENT ON FUNCTION ncovy_app.today() IS 'Now, or the fixed moment of an exercise';

CREATE FUNCTION ncovy_app.clock_words(moment timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_char(moment AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI "ngày" DD/MM/YYYY')
$$;

CREATE FUNCTION ncovy_app.refuse(code text, sentence text, detail jsonb DEFAULT '{}', state text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = coalesce(state, code), MESSAGE = code || ': ' || sentence, DETAIL = detail::text;
END
$$;

CREATE FUNCTION ncovy_app.refuse_check(rule text, layer text, sentence text, detail jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule, SCHEMA = 'ncovy', TABLE = layer,
        MESSAGE = sentence || ' (' || rule || ')', DETAIL = (detail || jsonb_build_object('layer', layer))::text;
END
$$;
