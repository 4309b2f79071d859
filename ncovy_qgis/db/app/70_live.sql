-- The live map: channel `ncovy` says that there is something to read, never what is true; and presence, which anybody writes for himself only.

CREATE FUNCTION ncovy_app.tell_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('ncovy', json_build_object('kind', 'version', 'layer', w.layer, 'seq', max(w.seq), 'changeset', w.changeset)::text)
       FROM written AS w GROUP BY w.layer, w.changeset;
    RETURN NULL;
END
$$;

CREATE FUNCTION ncovy_app.tell_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('ncovy', json_build_object('kind', 'decision', 'layer', w.layer, 'seq', max(w.seq))::text) FROM written AS w GROUP BY w.layer;
    RETURN NULL;
END
$$;

CREATE TRIGGER z_tell AFTER INSERT ON ncovy.version REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.tell_version();
CREATE TRIGGER z_tell AFTER INSERT ON ncovy.decision REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.tell_decision();

CREATE FUNCTION ncovy_app.presence_ends() RETURNS interval
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT interval '60 seconds' $$;

-- session_user and not a parameter: whoever calls can speak of himself only. Others are told when something began or ended, not of every heartbeat.
CREATE FUNCTION ncovy_app.here(client uuid, features jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended   integer;
    started integer;
BEGIN
    DELETE FROM ncovy.presence AS p
     USING (SELECT o.person, o.client, o.layer, o.uid FROM ncovy.presence AS o
             WHERE o.seen_at < clock_timestamp() - ncovy_app.presence_ends() FOR UPDATE SKIP LOCKED) AS o
     WHERE (p.person, p.client, p.layer, p.uid) = (o.person, o.client, o.layer, o.uid);
    DELETE FROM ncovy.presence AS p
     WHERE p.person = session_user AND p.client = here.client
       AND NOT EXISTS (SELECT FROM jsonb_to_recordset(features) AS f (layer text, uid uuid) WHERE (f.layer, f.uid) = (p.layer, p.uid));
    GET DIAGNOSTICS ended = ROW_COUNT;
    WITH written AS (
        INSERT INTO ncovy.presence AS p (person, client, layer, uid, application, since, seen_at)
        SELECT DISTINCT session_user, here.client, f.layer, f.uid, current_setting('application_name'), transaction_timestamp(), transaction_timestamp()
          FROM jsonb_to_recordset(features) AS f (layer text, uid uuid) JOIN ncovy.layer AS l ON l.name = f.layer
         WHERE f.uid IS NOT NULL LIMIT 500
            ON CONFLICT ON CONSTRAINT presence_pkey DO UPDATE SET seen_at = EXCLUDED.seen_at
        RETURNING p.since = p.seen_at AS new
    )
    SELECT count(*) INTO started FROM written AS w WHERE w.new;
    IF ended + started > 0 THEN
        PERFORM pg_notify('ncovy', '{"kind": "presence"}');
    END IF;
    RETURN ended + started > 0;
END
$$;
COMMENT ON FUNCTION ncovy_app.here(uuid, jsonb) IS 'What this person edits at this QGIS, [{layer, uid}, …]; says again at least every 30 s, [] withdraws. True when that is news';
