-- Areas: given and taken by the administrator, or by a supervisor of the whole province (never to himself).

CREATE FUNCTION ncovy_app.need_staff_right(person text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF ncovy_app.is_admin() THEN
        RETURN;
    END IF;
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'giao địa bàn');
    IF person = session_user OR NOT ncovy_app.may_write('', 0::smallint) THEN
        PERFORM ncovy_app.refuse('NC006', 'Chỉ quản trị viên hoặc người duyệt toàn tỉnh được giao địa bàn, và không giao cho chính mình.', jsonb_build_object('person', person));
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.grant_area(person text, unit_code text, era smallint, valid_to timestamptz DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_staff_right(person);
    IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = person AND r.rolcanlogin) THEN
        PERFORM ncovy_app.refuse('NC006', format('Không có tài khoản đăng nhập %s.', person), jsonb_build_object('person', person));
    END IF;
    IF NOT EXISTS (SELECT FROM ncovy.unit AS u WHERE u.code = unit_code AND u.era = grant_area.era) THEN
        PERFORM ncovy_app.refuse('NC006', format('Không có đơn vị hành chính %s (%s).', unit_code, grant_area.era), jsonb_build_object('unit_code', unit_code));
    END IF;
    PERFORM ncovy_app.end_area(person, unit_code, grant_area.era);
    INSERT INTO ncovy.assignment (person, unit_code, era, valid_to) VALUES (person, unit_code, grant_area.era, grant_area.valid_to);
END
$$;

CREATE FUNCTION ncovy_app.revoke_area(person text, unit_code text, era smallint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_staff_right(person);
    RETURN ncovy_app.end_area(person, unit_code, era);
END
$$;

CREATE FUNCTION ncovy_app.end_area(whose text, code text, in_era smallint) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended integer;
BEGIN
    UPDATE ncovy.assignment AS a SET valid_to = now()
     WHERE a.person = whose AND a.unit_code = code AND a.era = in_era AND (a.valid_to IS NULL OR a.valid_to > now());
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
$$;
COMMENT ON FUNCTION ncovy_app.end_area(text, text, smallint) IS 'Ends what is in force; the record of it stays';
