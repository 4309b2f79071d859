-- Warnings somebody answers for: which one, about which version and which facts, who, when and why. Append-only.

CREATE TABLE ncovy.acceptance (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    by          text NOT NULL DEFAULT session_user,
    layer       text NOT NULL,
    uid         uuid NOT NULL,
    code        text NOT NULL,
    row_version integer NOT NULL,
    facts       jsonb NOT NULL,  -- an array: what each finding of this code said; null where a rule of the row says nothing more
    reason      text NOT NULL,
    CONSTRAINT acceptance__reason CHECK (char_length(reason) BETWEEN 1 AND 500)
);
CREATE INDEX acceptance_feature ON ncovy.acceptance (layer, uid, code, seq);
COMMENT ON TABLE ncovy.acceptance IS 'A warning accepted by a person with a reason; it holds for the version and the facts that were seen';
