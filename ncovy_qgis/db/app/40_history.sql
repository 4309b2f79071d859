-- History: written by the statement's own transition tables, once a statement.

CREATE FUNCTION ncovy_app.current_changeset() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_id bigint;
BEGIN
    SELECT c.id INTO found_id FROM ncovy.changeset AS c
     WHERE c.xid = (pg_current_xact_id()::text)::bigint AND c.at = transaction_timestamp();
    IF found_id IS NULL THEN
        INSERT INTO ncovy.changeset DEFAULT VALUES RETURNING id INTO found_id;
    END IF;
    RETURN found_id;
END
$$;

CREATE FUNCTION ncovy_app.begin_changeset(client_uid uuid, comment text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO ncovy.changeset (client_uid, comment) VALUES (begin_changeset.client_uid, ncovy.clean(begin_changeset.comment))
    ON CONFLICT DO NOTHING RETURNING id INTO made;
    RETURN made;
END
$$;
COMMENT ON FUNCTION ncovy_app.begin_changeset(uuid, text) IS 'Number of this save; NULL when a save of that client_uid was made already: read its receipts';

CREATE FUNCTION ncovy_app.y_history_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM written) THEN
        INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset)
        SELECT TG_TABLE_NAME, n.uid, 'insert', n.row_version, to_jsonb(n) - '{geom,base_version}'::text[], n.geom, c.id
          FROM written AS n, (SELECT ncovy_app.current_changeset() AS id) AS c ORDER BY n.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION ncovy_app.y_history_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM written AS n JOIN former AS o ON o.id = n.id WHERE n.row_version <> o.row_version) THEN
        INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset)
        SELECT TG_TABLE_NAME, n.uid, CASE WHEN n.removed AND NOT o.removed THEN 'remove' WHEN o.removed AND NOT n.removed THEN 'restore' ELSE 'update' END,
               n.row_version, to_jsonb(n) - '{geom,base_version}'::text[], n.geom, c.id
          FROM written AS n JOIN former AS o ON o.id = n.id, (SELECT ncovy_app.current_changeset() AS id) AS c
         WHERE n.row_version <> o.row_version ORDER BY n.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.version FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.decision FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.changeset FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
