-- History: each layer's y_history writes it from the statement's own transition tables, once a statement (layer/10_table.sql).

CREATE FUNCTION ncovy_app.current_changeset(at_once boolean DEFAULT false) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_id bigint;
BEGIN
    SELECT c.id INTO found_id FROM ncovy.changeset AS c
     WHERE c.xid = (pg_current_xact_id()::text)::bigint AND c.at = transaction_timestamp();
    IF found_id IS NULL THEN
        INSERT INTO ncovy.changeset (statement_at) VALUES (CASE WHEN NOT at_once THEN statement_timestamp() END) RETURNING id INTO found_id;
    END IF;
    RETURN found_id;
END
$$;

COMMENT ON FUNCTION ncovy_app.current_changeset(boolean) IS 'The changeset of this transaction, made if need be; `at_once` may be a transaction of one statement';

CREATE FUNCTION ncovy_app.begin_changeset(client_uid uuid, comment text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO ncovy.changeset (client_uid, comment) VALUES (begin_changeset.client_uid, ncovy.clean_lines(begin_changeset.comment))
    ON CONFLICT DO NOTHING RETURNING id INTO made;
    RETURN made;
END
$$;
COMMENT ON FUNCTION ncovy_app.begin_changeset(uuid, text) IS 'Number of this save; NULL when a save of that client_uid was made already: read its receipts';

CREATE CONSTRAINT TRIGGER z_committed AFTER INSERT ON ncovy.changeset DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ncovy_app.z_committed();
CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.version FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.decision FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.changeset FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
