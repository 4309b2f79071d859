-- What a release was read from, so that it can be made again byte for byte: which transactions it saw, when, its manifest, the style of that day,
-- and what the next release tells itself against.
ALTER TABLE ncovy.release
    ADD COLUMN read_at timestamptz,
    ADD COLUMN seen text,  -- of pg_current_snapshot()
    ADD COLUMN manifest text,
    ADD COLUMN style jsonb,  -- name → sha256 of ncovy.release_file
    ADD COLUMN told jsonb,   -- as style
    ADD CONSTRAINT release__manifest CHECK (manifest IS NULL OR encode(sha256(convert_to(manifest, 'UTF8')), 'hex') = manifest_sha256);

CREATE TABLE ncovy.release_file (
    sha256  text PRIMARY KEY,
    content bytea NOT NULL,
    CONSTRAINT release_file__named_by_content CHECK (sha256 = encode(sha256(content), 'hex'))
);
COMMENT ON TABLE ncovy.release_file IS 'What old releases are made again from: every file that ncovy.web_style ever held, and what releases carry over to the next';
INSERT INTO ncovy.release_file SELECT DISTINCT encode(sha256(w.content), 'hex'), w.content FROM ncovy.web_style AS w;
