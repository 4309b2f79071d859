-- Text functions fit for indexes, and administrative units by era: GSO reuses codes, so a code alone names nothing.

CREATE FUNCTION ncovy.clean(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(btrim(normalize(translate(words, E'\u00a0\u00d0\u0256\ufeff\u200b\u200c\u200d', E' \u0110\u0111'), NFC), E' \t\r\n'), '');
COMMENT ON FUNCTION ncovy.clean(text) IS 'NFC, one letter Đ, no invisible characters, no space around; empty becomes NULL';

-- unaccent() is only STABLE because its dictionary could be altered; with the dictionary named it may serve an index.
CREATE FUNCTION ncovy.fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize(words, NFC))) $$;
COMMENT ON FUNCTION ncovy.fold(text) IS 'Search key: lower case, no diacritics, đ becomes d';

CREATE TABLE ncovy.era (
    era        smallint PRIMARY KEY,
    valid_from date NOT NULL UNIQUE,
    valid_to   date,
    CONSTRAINT era__order CHECK (valid_to IS NULL OR valid_to > valid_from)
);
INSERT INTO ncovy.era VALUES (2021, '2020-01-01', '2025-06-30'), (2025, '2025-07-01', NULL);

CREATE TABLE ncovy.unit (
    code        text NOT NULL,
    era         smallint NOT NULL REFERENCES ncovy.era,
    name        text NOT NULL,
    type        text,
    level       smallint NOT NULL CHECK (level IN (1, 2, 3)),  -- province, district, commune
    parent_code text,
    point       public.geometry(Point, 4326),
    geom        public.geometry(MultiPolygon, 4326),
    quality     text NOT NULL DEFAULT 'approximate' CHECK (quality IN ('approximate', 'official')),
    name_search text NOT NULL,
    PRIMARY KEY (code, era),
    FOREIGN KEY (parent_code, era) REFERENCES ncovy.unit (code, era) DEFERRABLE
);
CREATE INDEX unit_geom ON ncovy.unit USING gist (geom);
CREATE INDEX unit_parent ON ncovy.unit (parent_code, era);
CREATE INDEX unit_name_search ON ncovy.unit USING gin (name_search public.gin_trgm_ops);
