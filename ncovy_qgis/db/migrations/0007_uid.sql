-- QGIS takes a unique index of one column for its own business: at each new feature it reads every value of that column, 200 ms at 50,000 rows.
-- An index that carries a second column it leaves alone. That column is id, which never changes: with row_version no update would be HOT any more.

DO $$
DECLARE
    layer text;
    held  record;
    links text[] := '{}';
BEGIN
    -- References hang on the constraint they were made with: off they come, and on again at the end.
    FOR held IN
        SELECT k.conrelid::regclass AS "table", k.conname AS name, pg_get_constraintdef(k.oid) AS definition
          FROM pg_constraint AS k JOIN ncovy.layer AS l ON k.confrelid = format('ncovy.%I', l.name)::regclass
         WHERE k.contype = 'f'
    LOOP
        links := links || format('ALTER TABLE %s ADD CONSTRAINT %I %s', held."table", held.name, held.definition);
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held."table", held.name);
    END LOOP;
    FOR layer IN SELECT l.name FROM ncovy.layer AS l LOOP
        EXECUTE format('ALTER TABLE ncovy.%1$I DROP CONSTRAINT %2$I, ADD CONSTRAINT %2$I UNIQUE (uid) INCLUDE (id)', layer, layer || '_uid_key');
    END LOOP;
    FOR n IN 1 .. cardinality(links) LOOP
        EXECUTE links[n];
    END LOOP;
END
$$;
