-- What use has taught: words folded as in Python, namesakes found by index, positions tried against communes only, writes outside a transaction noticed.

-- Nearly all words are clean already: whole Vietnamese letters, single spaces. Saying so costs a tenth of cleaning.
CREATE FUNCTION ncovy.is_clean(words text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN words !~ '[^ -~À-ÏÑ-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ]|^ | $|  ';

-- From the characters of the first text to those of the second; what has no counterpart is dropped (invisible characters).
CREATE OR REPLACE FUNCTION ncovy.clean(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(CASE WHEN ncovy.is_clean(words) THEN words ELSE btrim(regexp_replace(normalize(translate(words,
    E'\u00d0\u0189\u0256\t\r\n\u000b\f\u0085\u2028\u2029\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad',
    E'\u0110\u0110\u0111                      '), NFC), ' {2,}', ' ', 'g')) END, '');
COMMENT ON FUNCTION ncovy.clean(text) IS 'One line: NFC, one letter Đ, no invisible characters, single spaces, none around; empty becomes NULL';

CREATE FUNCTION ncovy.clean_lines(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(CASE WHEN ncovy.is_clean(words) THEN words ELSE btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(normalize(translate(words,
    E'\u00d0\u0189\u0256\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad',
    E'\u0110\u0110\u0111               '), NFC), E'\r\n?|[\u2028\u2029]', E'\n', 'g'), ' {2,}', ' ', 'g'), E' ?\n ?', E'\n', 'g'), E'\n{3,}', E'\n\n', 'g'), E' \n') END, '');
COMMENT ON FUNCTION ncovy.clean_lines(text) IS 'The same for several lines, whose breaks stay';

CREATE INDEX unit_commune_geom ON ncovy.unit USING gist (geom) WHERE level = 3;

ALTER TABLE ncovy.changeset ADD COLUMN statement_at timestamptz;
ALTER TABLE ncovy.changeset ALTER COLUMN statement_at SET DEFAULT statement_timestamp();
COMMENT ON COLUMN ncovy.changeset.statement_at IS 'When the statement arrived that wrote first; NULL for a deed of the review functions';

-- Tables made from now on have this index from the start.
DO $$
DECLARE
    layer text;
BEGIN
    FOR layer IN SELECT l.name FROM ncovy.layer AS l LOOP
        EXECUTE format('DROP INDEX ncovy.%I', layer || '_commune');
        EXECUTE format('CREATE INDEX %I ON ncovy.%I (commune_code, name_search)', layer || '_commune', layer);
    END LOOP;
END
$$;
