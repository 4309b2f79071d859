-- One layer: its words are tidied, its guards set, its rows shared out.
CREATE FUNCTION {normalise}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user = 'ncovy_owner' THEN
        RETURN NEW;
    END IF;
    {assignments}
    IF TG_OP = 'UPDATE' AND coalesce({moments}) = coalesce({old_moments}) THEN
        NEW.commune_era := OLD.commune_era;
    ELSE
        NEW.commune_era := ncovy_app.era_at(coalesce({moments}, ncovy_app.today()));
    END IF;
    NEW.name_search := ncovy.fold(NEW.name);
    RETURN NEW;
END
$$;

-- The columns are named, because to_jsonb() of a whole row would turn its geometry into GeoJSON, only to be thrown away.
CREATE FUNCTION {history_insert}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM written) THEN
        INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset)
        SELECT {name}, n.uid, 'insert', n.row_version, (SELECT to_jsonb(c) FROM (SELECT {kept}) AS c), n.geom, s.id
          FROM written AS n, (SELECT ncovy_app.current_changeset() AS id) AS s ORDER BY n.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION {history_update}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM written AS n JOIN former AS o ON o.id = n.id WHERE n.row_version <> o.row_version) THEN
        INSERT INTO ncovy.version (layer, uid, operation, row_version, "row", geom, changeset)
        SELECT {name}, n.uid, CASE WHEN n.removed AND NOT o.removed THEN 'remove' WHEN o.removed AND NOT n.removed THEN 'restore' ELSE 'update' END,
               n.row_version, (SELECT to_jsonb(c) FROM (SELECT {kept}) AS c), n.geom, s.id
          FROM written AS n JOIN former AS o ON o.id = n.id, (SELECT ncovy_app.current_changeset() AS id) AS s
         WHERE n.row_version <> o.row_version ORDER BY n.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER a_transaction BEFORE INSERT OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.a_transaction();
CREATE TRIGGER b_guard BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION ncovy_app.b_guard();
CREATE TRIGGER b_normalise BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {normalise}();
CREATE TRIGGER b_place BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION ncovy_app.b_place({geometry});
CREATE TRIGGER c_no_delete BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
CREATE TRIGGER y_history_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION {history_insert}();
CREATE TRIGGER y_history_update AFTER UPDATE ON {table} REFERENCING NEW TABLE AS written OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION {history_update}();
CREATE TRIGGER z_updated AFTER UPDATE ON {table} REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.z_updated();

DROP POLICY IF EXISTS read ON {table};
CREATE POLICY read ON {table} FOR SELECT TO ncovy_viewer USING (true);
CREATE POLICY add ON {table} FOR INSERT TO ncovy_editor, ncovy_supervisor
    WITH CHECK (ncovy_app.may_write(commune_code, commune_era) OR ncovy_app.refuse_foreign({name}, uid, commune_code, commune_era));
CREATE POLICY change ON {table} FOR UPDATE TO ncovy_editor, ncovy_supervisor
    USING (ncovy_app.may_write(commune_code, commune_era))
    WITH CHECK (ncovy_app.may_write(commune_code, commune_era) OR ncovy_app.refuse_foreign({name}, uid, commune_code, commune_era));

REVOKE ALL ON {table} FROM ncovy_viewer, ncovy_editor, ncovy_supervisor, ncovy_publisher;
GRANT SELECT ON {table} TO ncovy_viewer;
GRANT INSERT, UPDATE ({editable}) ON {table} TO ncovy_editor, ncovy_supervisor;
GRANT USAGE ON SEQUENCE {sequence} TO ncovy_editor, ncovy_supervisor;
