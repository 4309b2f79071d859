-- Old releases made again: the style of their day is kept, and what they saw can be asked.

CREATE FUNCTION ncovy_app.keep_web_style() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO ncovy.release_file (sha256, content) VALUES (encode(sha256(NEW.content), 'hex'), NEW.content) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER y_keep AFTER INSERT OR UPDATE ON ncovy.web_style FOR EACH ROW EXECUTE FUNCTION ncovy_app.keep_web_style();

-- What was written more than an hour before was seen, whatever its number: those of another cluster, from before a restore, are not to be compared.
CREATE FUNCTION ncovy_app.was_seen(written timestamptz, xid bigint, seen pg_snapshot, read_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN written < read_at - interval '1 hour' THEN true
            WHEN written > read_at + interval '1 hour' THEN false
            WHEN xid IS NULL THEN written <= read_at
            ELSE pg_visible_in_snapshot(xid::text::xid8, seen) END;
COMMENT ON FUNCTION ncovy_app.was_seen(timestamptz, bigint, pg_snapshot, timestamptz) IS
    'Whether a release read at that moment saw what was written: the clock alone cannot tell, as what is written may be committed later';
GRANT EXECUTE ON FUNCTION ncovy_app.was_seen(timestamptz, bigint, pg_snapshot, timestamptz) TO ncovy_viewer;
