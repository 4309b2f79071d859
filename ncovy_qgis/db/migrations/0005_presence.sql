-- Who has what under his hands, for a minute at a time; and decisions that can be read in the order they became visible.

CREATE TABLE ncovy.presence (
    person      text NOT NULL,
    client      uuid NOT NULL,  -- one QGIS; a person may sit at two
    layer       text NOT NULL,
    uid         uuid NOT NULL,
    application text NOT NULL,
    since       timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL,
    PRIMARY KEY (person, client, layer, uid)
) WITH (fillfactor = 50);  -- every heartbeat rewrites its rows
COMMENT ON TABLE ncovy.presence IS 'Which features are being edited; no lock. Written by ncovy_app.here() alone, worth nothing after 60 seconds';

-- As in ncovy.changeset: a later number may become visible before an earlier one, so readers go by transactions. Older rows stay without.
ALTER TABLE ncovy.decision ADD COLUMN xid bigint;
ALTER TABLE ncovy.decision ALTER COLUMN xid SET DEFAULT (pg_current_xact_id()::text)::bigint;
CREATE INDEX decision_xid ON ncovy.decision (xid);
