-- What a release was read from, so that it can be made again byte for byte: which transactions it saw, when, its manifest, and the style of that day.
ALTER TABLE ncovy.release
    ADD COLUMN read_at timestamptz,
    ADD COLUMN seen text,  -- of pg_current_snapshot()
    ADD COLUMN manifest text,
    ADD COLUMN style jsonb,  -- name → sha256 of ncovy.web_style_file
    ADD CONSTRAINT release__manifest CHECK (manifest IS NULL OR encode(sha256(convert_to(manifest, 'UTF8')), 'hex') = manifest_sha256);

CREATE TABLE ncovy.web_style_file (
    sha256  text PRIMARY KEY,
    content bytea NOT NULL,
    CONSTRAINT web_style_file__named_by_content CHECK (sha256 = encode(sha256(content), 'hex'))
);
COMMENT ON TABLE ncovy.web_style_file IS 'Every file that ncovy.web_style ever held, for making old releases again';
INSERT INTO ncovy.web_style_file SELECT DISTINCT encode(sha256(w.content), 'hex'), w.content FROM ncovy.web_style AS w;
