-- The guards of every layer table, in the order of their names. They run as the person who writes: inside the review functions
-- current_user is ncovy_owner, and that is the only trusted path; no setting a client can make is believed.

CREATE FUNCTION ncovy_app.a_transaction() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_user <> 'ncovy_owner' AND transaction_timestamp() = statement_timestamp() THEN
        PERFORM ncovy_app.refuse_autocommit(TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END
$$;

-- On the extended protocol every message has its own moment, so the first of a transaction cannot be told from the next; but the last one can:
-- a COMMIT arrives later than the statement that wrote, an autocommit ends with it. This is deferred to the end and never fails in a transaction block.
CREATE FUNCTION ncovy_app.z_committed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.statement_at = statement_timestamp() THEN
        PERFORM ncovy_app.refuse_autocommit(NULL);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION ncovy_app.refuse_autocommit(layer text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.refuse('NC004', 'Lệnh ghi phải nằm trong một giao dịch (BEGIN … COMMIT); kết nối này đang ghi rời từng lệnh nên không có gì được lưu.',
        jsonb_build_object('layer', layer));
END
$$;

-- Versions and identity. base_version is a token: the client sends the version it read, and it is never kept.
CREATE FUNCTION ncovy_app.b_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.row_version := 1;
        NEW.approved_version := NULL;
        NEW.verified_by := NULL;
        NEW.verified_at := NULL;
        NEW.removed := false;
    ELSIF current_user = 'ncovy_owner' AND NEW.base_version IS NULL THEN
        RETURN NEW;  -- a decision of the review functions: the content stays
    ELSE
        IF NEW.base_version IS NULL OR NEW.base_version <> OLD.row_version THEN
            PERFORM ncovy_app.refuse_stale(TG_TABLE_NAME, OLD.uid, NEW.base_version, OLD.row_version, OLD.edited_by, OLD.edited_at, OLD.removed);
        END IF;
        IF NEW.uid <> OLD.uid OR NEW.id <> OLD.id THEN
            PERFORM ncovy_app.refuse('NC005', 'Mã định danh (uid, id) của một đối tượng không bao giờ được đổi.', jsonb_build_object('layer', TG_TABLE_NAME, 'uid', OLD.uid));
        END IF;
        IF NEW.row_version <> OLD.row_version OR NEW.review_state <> OLD.review_state
            OR (NEW.approved_version, NEW.edited_by, NEW.edited_at, NEW.verified_by, NEW.verified_at)
                IS DISTINCT FROM (OLD.approved_version, OLD.edited_by, OLD.edited_at, OLD.verified_by, OLD.verified_at) THEN
            PERFORM ncovy_app.refuse('NC005', 'Phiên bản, trạng thái duyệt, người và giờ sửa do máy chủ ghi; không ai được ghi thay.',
                jsonb_build_object('layer', TG_TABLE_NAME, 'uid', OLD.uid));
        END IF;
        NEW.row_version := OLD.row_version + 1;
    END IF;
    NEW.base_version := NULL;
    NEW.review_state := 'draft';
    NEW.edited_by := session_user;
    NEW.edited_at := clock_timestamp();
    RETURN NEW;
END
$$;

CREATE FUNCTION ncovy_app.stale_words(by text, at timestamptz, removed boolean, now_at integer, token integer) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('NC001: %s đã %s đối tượng này lúc %s (phiên bản %s; bản đang sửa dựa trên phiên bản %s).',
        by, CASE WHEN removed THEN 'gỡ bỏ' ELSE 'sửa' END, ncovy_app.clock_words(at), now_at, token)
$$;

CREATE FUNCTION ncovy_app.refuse_stale(layer text, feature uuid, token integer, now_at integer, by text, at timestamptz, removed boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    detail jsonb := jsonb_build_object('layer', layer, 'uid', feature, 'by', by, 'at', at, 'row_version', now_at, 'base_version', token, 'removed', removed);
BEGIN
    IF token IS NULL THEN
        PERFORM ncovy_app.refuse('NC002', 'Chương trình không cho biết đang sửa từ phiên bản nào (base_version); không ghi đè mù.', detail);
    END IF;
    PERFORM ncovy_app.refuse('NC001', substr(ncovy_app.stale_words(by, at, removed, now_at, token), 8), detail);
END
$$;

-- The commune of a position. Whether its area is the writer's, row security asks next (layer/10_table.sql).
CREATE FUNCTION ncovy_app.b_place() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved   boolean := true;
    given   boolean := NEW.commune_code IS NOT NULL;
    spot    public.geometry;
    here    text;
BEGIN
    IF current_user = 'ncovy_owner' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        moved := NOT (NEW.geom OPERATOR(public.=) OLD.geom) OR NEW.commune_era IS DISTINCT FROM OLD.commune_era;
        NEW.district_code := OLD.district_code;
        NEW.province_code := OLD.province_code;
        IF NOT moved AND NEW.commune_code IS NOT DISTINCT FROM OLD.commune_code THEN
            RETURN NEW;
        END IF;
        given := given AND NEW.commune_code IS DISTINCT FROM OLD.commune_code;
    END IF;
    IF public.st_isempty(NEW.geom) THEN
        PERFORM ncovy_app.refuse_check('geom__not_empty', TG_TABLE_NAME, 'Đối tượng chưa có vị trí', jsonb_build_object('uid', NEW.uid));
    END IF;
    spot := CASE WHEN TG_ARGV[0] = 'Point' THEN NEW.geom ELSE ncovy_app.zone_spot(TG_TABLE_NAME, NEW.uid, NEW.geom) END;
    here := ncovy_app.unit_at(spot, NEW.commune_era);
    IF here IS NULL THEN
        PERFORM ncovy_app.refuse_check('geom__inside_province', TG_TABLE_NAME, 'Vị trí nằm ngoài tỉnh Nghệ An', jsonb_build_object('uid', NEW.uid));
    END IF;
    IF given THEN
        IF NEW.commune_code <> here AND NOT ncovy_app.near_unit(spot, NEW.commune_code, NEW.commune_era) THEN
            PERFORM ncovy_app.refuse_check('commune_code__position', TG_TABLE_NAME, 'Mã xã đã ghi không hợp với vị trí trên bản đồ',
                jsonb_build_object('uid', NEW.uid, 'declared', NEW.commune_code, 'position', here));
        END IF;
    ELSIF TG_OP = 'INSERT' OR NEW.commune_code IS NULL OR NEW.commune_code <> here
        AND NOT ncovy_app.stays_declared(OLD.geom, OLD.commune_code, OLD.commune_era, spot, NEW.commune_era) THEN
        NEW.commune_code := here;
    END IF;
    IF TG_ARGV[0] <> 'Point' AND moved THEN
        PERFORM ncovy_app.refuse_zone(TG_TABLE_NAME, NEW.uid, NEW.geom, NEW.commune_era);
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.commune_code = OLD.commune_code AND NEW.commune_era = OLD.commune_era THEN
        RETURN NEW;
    END IF;
    SELECT CASE d.level WHEN 2 THEN d.code END, CASE d.level WHEN 1 THEN d.code ELSE d.parent_code END
      INTO NEW.district_code, NEW.province_code
      FROM ncovy.unit AS c JOIN ncovy.unit AS d ON d.code = c.parent_code AND d.era = c.era
     WHERE c.code = NEW.commune_code AND c.era = NEW.commune_era;
    RETURN NEW;
END
$$;

-- A commune somebody declared (other than the position gave) stays as long as the new position allows it; a filled one follows the position.
CREATE FUNCTION ncovy_app.stays_declared(old_geom public.geometry, old_code text, old_era smallint, spot public.geometry, new_era smallint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN old_era = new_era
        AND old_code IS DISTINCT FROM ncovy_app.unit_at(CASE WHEN public.st_dimension(old_geom) = 0 THEN old_geom ELSE public.st_pointonsurface(old_geom) END, old_era)
        AND ncovy_app.near_unit(spot, old_code, new_era);
END
$$;

CREATE FUNCTION ncovy_app.zone_spot(layer text, feature uuid, zone public.geometry) RETURNS public.geometry
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT public.st_isvalid(zone) THEN
        PERFORM ncovy_app.refuse_check('geom__valid', layer, 'Ranh giới vùng bị lỗi hình học (tự cắt hoặc hở)', jsonb_build_object('uid', feature));
    END IF;
    IF public.st_area(zone::public.geography) < 200 THEN
        PERFORM ncovy_app.refuse_check('geom__min_area', layer, 'Vùng nhỏ hơn 200 m²', jsonb_build_object('uid', feature));
    END IF;
    RETURN public.st_pointonsurface(zone);
END
$$;

-- True or an error, so that row security can ask it and be answered in words.
CREATE FUNCTION ncovy_app.refuse_foreign(layer text, feature uuid, commune text, at_era smallint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT ncovy_app.may_write(commune, at_era) THEN
        PERFORM ncovy_app.refuse('NC006', format('%s không được giao địa bàn %s; không có gì được lưu.', session_user,
                coalesce((SELECT u.name FROM ncovy.unit AS u WHERE u.code = commune AND u.era = at_era), 'này')),
            jsonb_build_object('layer', layer, 'uid', feature, 'commune_code', commune, 'area', true), 'insufficient_privilege');
    END IF;
    RETURN true;
END
$$;

CREATE FUNCTION ncovy_app.refuse_zone(layer text, feature uuid, zone public.geometry, at_era smallint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    share record;
BEGIN
    SELECT * INTO share FROM ncovy_app.area_shares(zone, at_era);
    IF share.inside < 0.98 AND EXISTS (SELECT FROM public.st_dumppoints(zone) AS corner WHERE ncovy_app.unit_at(corner.geom, at_era) IS NULL) THEN
        PERFORM ncovy_app.refuse_check('geom__inside_province', layer, 'Vùng vượt ra ngoài tỉnh Nghệ An', jsonb_build_object('uid', feature));
    END IF;
    IF share.mine < 0.9 * share.inside THEN
        PERFORM ncovy_app.refuse('NC006', format('Hơn 10%% diện tích vùng nằm ngoài địa bàn được giao cho %s; không có gì được lưu.', session_user),
            jsonb_build_object('layer', layer, 'uid', feature, 'area', true), 'insufficient_privilege');
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.c_no_delete() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.refuse('NC007', CASE WHEN TG_TABLE_NAME IN ('version', 'decision', 'changeset', 'acceptance', 'authorship')
            THEN 'Lịch sử không ai sửa hay xóa được.'
            ELSE 'Không xóa đối tượng: hãy gỡ bỏ (removed = true) để còn lịch sử và có thể khôi phục.' END,
        jsonb_build_object('layer', TG_TABLE_NAME));
    RETURN NULL;
END
$$;

-- QGIS reports an UPDATE of no row as success; here it is an error.
CREATE FUNCTION ncovy_app.z_updated() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM written) THEN
        PERFORM ncovy_app.refuse('NC003', 'Không dòng nào được sửa: đối tượng không còn hoặc nằm ngoài địa bàn được giao.', jsonb_build_object('layer', TG_TABLE_NAME));
    END IF;
    RETURN NULL;
END
$$;
