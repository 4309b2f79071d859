-- Staff: who gave or took which role or area, to whom, when and until when. Append-only; written by the database itself.

CREATE TABLE ncovy.staff_change (
    seq         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    by          text NOT NULL DEFAULT session_user,
    application text NOT NULL DEFAULT current_setting('application_name'),
    person      text NOT NULL,
    deed        text NOT NULL CHECK (deed IN ('make_login', 'grant_role', 'revoke_role', 'grant_area', 'revoke_area', 'expire_area')),
    role        text,
    unit_code   text,
    era         smallint,
    valid_to    timestamptz,  -- of an area: its end as it was set, NULL for none
    CONSTRAINT staff_change__role CHECK ((deed IN ('grant_role', 'revoke_role')) = (role IS NOT NULL)),
    CONSTRAINT staff_change__area CHECK ((deed IN ('grant_area', 'revoke_area', 'expire_area')) = (unit_code IS NOT NULL AND era IS NOT NULL))
);
COMMENT ON TABLE ncovy.staff_change IS 'Every change of roles and areas; supervisors and the administrator read it';

-- What was given before there was this record.
INSERT INTO ncovy.staff_change (at, by, application, person, deed, unit_code, era, valid_to)
SELECT a.granted_at, a.granted_by, '', a.person, 'grant_area', a.unit_code, a.era, a.valid_to FROM ncovy.assignment AS a ORDER BY a.id;
