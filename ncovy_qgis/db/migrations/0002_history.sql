-- What happened: append-only. The audit trail, the undo, the as-of map and the source of rebuildable publications.

CREATE TABLE ncovy.layer (
    name     text PRIMARY KEY,
    ord      smallint NOT NULL,
    geometry text NOT NULL
);
COMMENT ON TABLE ncovy.layer IS 'The layer tables that exist, as the catalogue last described them';

CREATE TABLE ncovy.changeset (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_uid  uuid UNIQUE,
    at          timestamptz NOT NULL DEFAULT transaction_timestamp(),
    by          text NOT NULL DEFAULT session_user,
    application text NOT NULL DEFAULT current_setting('application_name'),
    comment     text,
    xid         bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    UNIQUE (xid, at)  -- xid alone repeats after a restore into another cluster
);
COMMENT ON TABLE ncovy.changeset IS 'One save: all its rows share the transaction. client_uid makes a repeated save harmless';

CREATE TABLE ncovy.version (
    seq               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at                timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid               bigint NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    session_user_name text NOT NULL DEFAULT session_user,
    application       text NOT NULL DEFAULT current_setting('application_name'),
    layer             text NOT NULL,
    uid               uuid NOT NULL,
    operation         text NOT NULL CHECK (operation IN ('insert', 'update', 'remove', 'restore')),
    row_version       integer NOT NULL,
    "row"             jsonb NOT NULL,
    geom              public.geometry(Geometry, 4326) NOT NULL,
    changeset         bigint NOT NULL,  -- of ncovy.changeset; only the history triggers write here, so no foreign key is paid for
    UNIQUE (layer, uid, row_version)
);
CREATE INDEX version_changeset ON ncovy.version (changeset);
CREATE INDEX version_at ON ncovy.version USING brin (at);
COMMENT ON TABLE ncovy.version IS 'Every accepted content of every feature, in order';

CREATE TABLE ncovy.decision (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    by          text NOT NULL DEFAULT session_user,
    layer       text NOT NULL,
    uid         uuid NOT NULL,
    row_version integer NOT NULL,
    verdict     text NOT NULL CHECK (verdict IN ('submit', 'approve', 'return', 'restore', 'verify')),
    reason      text,
    CONSTRAINT decision__return_has_reason CHECK (verdict <> 'return' OR reason IS NOT NULL)
);
CREATE INDEX decision_feature ON ncovy.decision (layer, uid, seq);
COMMENT ON TABLE ncovy.decision IS 'What was asked and decided about which version, by whom';
