-- Who may work where, the words of the lists, settings, and what publishing needs.

CREATE TABLE ncovy.assignment (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person     text NOT NULL,
    unit_code  text NOT NULL,
    era        smallint NOT NULL,
    valid_from timestamptz NOT NULL DEFAULT now(),
    valid_to   timestamptz,
    granted_by text NOT NULL DEFAULT session_user,
    granted_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (unit_code, era) REFERENCES ncovy.unit (code, era)
);
CREATE INDEX assignment_person ON ncovy.assignment (person, era, unit_code);
COMMENT ON TABLE ncovy.assignment IS 'A person may write in a unit and everything below it; a province counts for every era';

CREATE TABLE ncovy.list_value (
    list     text NOT NULL,
    code     text NOT NULL,
    ord      smallint NOT NULL,
    label_vi text NOT NULL,
    label_en text NOT NULL,
    colour   text,
    PRIMARY KEY (list, code)
);
COMMENT ON TABLE ncovy.list_value IS 'Vocabularies of the forms, kept equal to the catalogue by db upgrade';

CREATE TABLE ncovy.setting (
    name  text PRIMARY KEY,
    value jsonb NOT NULL
);

CREATE TABLE ncovy.release (
    id              text PRIMARY KEY,
    at              timestamptz NOT NULL DEFAULT now(),
    by              text NOT NULL DEFAULT session_user,
    as_of           timestamptz NOT NULL,
    manifest_sha256 text NOT NULL CHECK (manifest_sha256 ~ '^[0-9a-f]{64}$'),
    site            text,
    feature_count   integer NOT NULL
);

CREATE TABLE ncovy.web_style (
    name    text PRIMARY KEY,
    content bytea NOT NULL,
    sha256  text NOT NULL
);
COMMENT ON TABLE ncovy.web_style IS 'Style and sprites drawn by QGIS from the QML, for publishing without QGIS';
