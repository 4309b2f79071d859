-- Areas: given and taken by the administrator, or by a supervisor of the whole province (never to himself). Every change is recorded.

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
    IF ncovy_app.set_area_end(person, unit_code, grant_area.era, grant_area.valid_to) = 0 THEN
        INSERT INTO ncovy.assignment (person, unit_code, era, valid_to) VALUES (person, unit_code, grant_area.era, grant_area.valid_to);
    END IF;
END
$$;
COMMENT ON FUNCTION ncovy_app.grant_area(text, text, smallint, timestamptz) IS 'Gives an area at once; of one that is in force already only the end changes';

CREATE FUNCTION ncovy_app.revoke_area(person text, unit_code text, era smallint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_staff_right(person);
    RETURN ncovy_app.set_area_end(person, unit_code, era, statement_timestamp());
END
$$;

CREATE FUNCTION ncovy_app.expire_area(person text, unit_code text, era smallint, valid_to timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_staff_right(person);
    IF valid_to IS NULL OR valid_to <= statement_timestamp() THEN
        PERFORM ncovy_app.refuse('NC009', 'Ngày hết hạn phải ở sau lúc này; muốn thu ngay thì dùng «Thu hồi».', jsonb_build_object('person', person));
    END IF;
    RETURN ncovy_app.set_area_end(person, unit_code, era, expire_area.valid_to);
END
$$;
COMMENT ON FUNCTION ncovy_app.expire_area(text, text, smallint, timestamptz) IS 'Sets when an area in force ends; how many there were';

CREATE FUNCTION ncovy_app.set_area_end(whose text, code text, in_era smallint, ends timestamptz) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found integer;
BEGIN
    UPDATE ncovy.assignment AS a SET valid_to = ends
     WHERE a.person = whose AND a.unit_code = code AND a.era = in_era AND (a.valid_to IS NULL OR a.valid_to > statement_timestamp());
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END
$$;
COMMENT ON FUNCTION ncovy_app.set_area_end(text, text, smallint, timestamptz) IS 'Changes the end of what is in force; the record of it stays';

-- By trigger, so that what the administrator writes by hand is recorded as well.
CREATE FUNCTION ncovy_app.record_area() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    same boolean := TG_OP = 'UPDATE' AND (NEW.person, NEW.unit_code, NEW.era) = (OLD.person, OLD.unit_code, OLD.era);
BEGIN
    IF TG_OP <> 'INSERT' AND NOT same AND (OLD.valid_to IS NULL OR OLD.valid_to > statement_timestamp()) THEN
        INSERT INTO ncovy.staff_change (person, deed, unit_code, era, valid_to) VALUES (OLD.person, 'revoke_area', OLD.unit_code, OLD.era, statement_timestamp());
    END IF;
    IF TG_OP <> 'DELETE' AND (NOT same OR NEW.valid_to IS DISTINCT FROM OLD.valid_to) THEN
        INSERT INTO ncovy.staff_change (person, deed, unit_code, era, valid_to)
        VALUES (NEW.person, CASE WHEN NOT same THEN 'grant_area' WHEN NEW.valid_to <= statement_timestamp() THEN 'revoke_area' ELSE 'expire_area' END,
                NEW.unit_code, NEW.era, NEW.valid_to);
    END IF;
    RETURN NULL;
END
$$;

-- Roles are the server's own: whoever may give them does so by GRANT and then says so here. Only what is so is recorded.
CREATE FUNCTION ncovy_app.record_role(person text, deed text, role text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    login  boolean := EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = person AND r.rolcanlogin);
    member boolean := EXISTS (SELECT FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid JOIN pg_roles AS p ON p.oid = m.member
                               WHERE p.rolname = person AND g.rolname = 'ncovy_' || role);
BEGIN
    IF NOT (ncovy_app.is_admin() OR EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = session_user AND r.rolcreaterole)) THEN
        PERFORM ncovy_app.refuse('NC006', 'Chỉ quản trị viên được trao hay thu vai trò.', jsonb_build_object('person', person));
    END IF;
    IF NOT coalesce(CASE deed WHEN 'make_login' THEN login WHEN 'grant_role' THEN member WHEN 'revoke_role' THEN NOT member END, false) THEN
        PERFORM ncovy_app.refuse('NC009', format('Vai trò của %s không đúng như điều muốn ghi.', person), jsonb_build_object('person', person));
    END IF;
    INSERT INTO ncovy.staff_change (person, deed, role) VALUES (person, record_role.deed, record_role.role);
END
$$;

CREATE FUNCTION ncovy_app.keep_staff() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.refuse('NC007', 'Sổ ghi việc giao và thu quyền không ai sửa hay xóa được.', jsonb_build_object('layer', TG_TABLE_NAME));
    RETURN NULL;
END
$$;

CREATE TRIGGER y_record AFTER INSERT OR UPDATE OR DELETE ON ncovy.assignment FOR EACH ROW EXECUTE FUNCTION ncovy_app.record_area();
CREATE TRIGGER a_keep BEFORE TRUNCATE ON ncovy.assignment FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.keep_staff();
CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.staff_change FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.keep_staff();
