-- Approval by field: what is right of a version becomes public on top of the approved one, the whole of it goes back to its author as the next version.

CREATE FUNCTION ncovy_app.approve_fields(layer text, uid uuid, row_version integer, fields text[], reason text, OUT approved_version integer, OUT draft_version integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held  ncovy_app.feature_state;
    old   ncovy.version;
    new   ncovy.version;
    names text[];
BEGIN
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'duyệt');
    held := ncovy_app.hold(approve_fields.layer, approve_fields.uid, approve_fields.row_version);
    PERFORM ncovy_app.need_state(layer, held, '{submitted}', 'duyệt');
    PERFORM ncovy_app.refuse_own(layer, held);
    PERFORM ncovy_app.need_words(reason, 'Trả lại phải có lý do để người soạn biết cần sửa gì.', layer, held.uid);
    SELECT v.* INTO old FROM ncovy.version AS v WHERE v.layer = approve_fields.layer AND v.uid = held.uid AND v.row_version = held.approved_version;
    SELECT v.* INTO new FROM ncovy.version AS v WHERE v.layer = approve_fields.layer AND v.uid = held.uid AND v.row_version = held.row_version;
    IF old.seq IS NULL OR (old."row" ->> 'removed')::boolean OR held.removed THEN
        PERFORM ncovy_app.refuse_part(new, 'Đối tượng mới, gỡ bỏ hay khôi phục chỉ được duyệt cả phiên bản, không theo từng trường.');
    END IF;
    names := ncovy_app.whole_fields(old, new, coalesce(fields, '{}'));
    PERFORM ncovy_app.current_changeset(at_once => true);
    INSERT INTO ncovy.authorship (layer, uid, row_version, person)
    SELECT DISTINCT a.layer, a.uid, held.row_version + n, a.person
      FROM ncovy_app.version_author AS a, generate_series(1, 2) AS n
     WHERE a.layer = approve_fields.layer AND a.uid = held.uid AND a.row_version > held.approved_version;
    approved_version := ncovy_app.approve_part(held, old, new, names, format('Duyệt một phần: %s', ncovy_app.field_titles(layer, fields)));
    draft_version := approved_version + 1;
    EXECUTE format('SELECT ncovy_app.%I($1, $2, $3, $4)', 'restore_' || layer) USING held.id, new."row", new.geom, approved_version;
    INSERT INTO ncovy.acceptance (at, by, layer, uid, code, row_version, facts, reason)  -- the content is the same: nobody answers for it twice
    SELECT a.at, a.by, a.layer, a.uid, a.code, draft_version, a.facts, a.reason FROM ncovy.acceptance AS a
     WHERE a.layer = approve_fields.layer AND a.uid = held.uid AND a.row_version = held.row_version ORDER BY a.seq;
    held.row_version := draft_version;
    PERFORM ncovy_app.make_returned(layer, held, reason);
END
$$;
COMMENT ON FUNCTION ncovy_app.approve_fields(text, uuid, integer, text[], text) IS
    'Approves these fields («geom» is the position) of the version seen and returns the rest with a reason; both as versions of the same authors';

-- Their names for people, as the columns' comments have them.
CREATE FUNCTION ncovy_app.field_titles(layer text, fields text[]) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(CASE WHEN f.name = 'geom' THEN 'Vị trí' ELSE coalesce(col_description(a.attrelid, a.attnum), f.name) END, ', ' ORDER BY f.place)
      FROM unnest(fields) WITH ORDINALITY AS f (name, place)
      LEFT JOIN pg_attribute AS a ON a.attrelid = to_regclass(format('ncovy.%I', layer)) AND a.attname = f.name
$$;

-- The fields chosen and those that follow from them. «geom» takes its commune along; codes of another era belong to the moment that changed it.
CREATE FUNCTION ncovy_app.whole_fields(old ncovy.version, new ncovy.version, fields text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    follow CONSTANT text[] := '{district_code,province_code,commune_era,area_ha}';
    whole  text[] := array_remove(ARRAY(SELECT f FROM unnest(fields) AS f WHERE f <> ALL (follow)), 'name_search');
    tied   text[];
BEGIN
    PERFORM ncovy_app.refuse_strange(new, whole);
    IF new."row" -> 'commune_era' IS DISTINCT FROM old."row" -> 'commune_era' THEN
        tied := ARRAY(SELECT m FROM unnest('{active_from,reported_at}'::text[]) AS m WHERE new."row" -> m IS DISTINCT FROM old."row" -> m)
            || CASE WHEN NOT new.geom OPERATOR(public.=) old.geom THEN '{geom}'::text[] ELSE '{}' END;
        IF whole && (tied || '{commune_code}') AND NOT tied <@ whole THEN
            PERFORM ncovy_app.refuse_part(new, format('Các trường %s phải được duyệt cùng nhau: mã xã đổi theo ngày.', ncovy_app.field_titles(new.layer, tied)));
        END IF;
    END IF;
    IF whole && (tied || '{geom}') THEN
        whole := whole || follow || '{commune_code}'::text[];
    ELSIF 'commune_code' = ANY (whole) THEN
        IF NOT ncovy_app.near_unit(public.st_pointonsurface(old.geom), new."row" ->> 'commune_code', (new."row" ->> 'commune_era')::smallint) THEN
            PERFORM ncovy_app.refuse_part(new, 'Mã xã mới không hợp với vị trí đang công khai: hãy duyệt cùng vị trí.');
        END IF;
        whole := whole || follow;
    END IF;
    RETURN whole || CASE WHEN 'name' = ANY (whole) THEN '{name_search}'::text[] ELSE '{}' END;
END
$$;

CREATE FUNCTION ncovy_app.refuse_strange(new ncovy.version, fields text[]) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    strange CONSTANT text := (
        SELECT coalesce(f, 'NULL') FROM unnest(fields) AS f
         WHERE f IS NULL OR f <> 'geom' AND NOT new."row" ? f
            OR f = ANY ('{id,uid,row_version,review_state,approved_version,edited_by,edited_at,verified_by,verified_at,removed}') LIMIT 1);
BEGIN
    IF strange IS NOT NULL THEN
        PERFORM ncovy_app.refuse_part(new, format('Không có trường «%s» để duyệt.', strange));
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.refuse_part(new ncovy.version, sentence text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.refuse('NC009', sentence, jsonb_build_object('layer', new.layer, 'uid', new.uid, 'row_version', new.row_version));
END
$$;

-- The approved content with these fields of the new one: written as a version, judged like a submission, approved.
CREATE FUNCTION ncovy_app.approve_part(held ncovy_app.feature_state, old ncovy.version, new ncovy.version, fields text[], note text) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part  CONSTANT jsonb := old."row" || (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(new."row") AS e WHERE e.key = ANY (fields));
    shape CONSTANT public.geometry := CASE WHEN 'geom' = ANY (fields) THEN new.geom ELSE old.geom END;
BEGIN
    IF ncovy_app.same_content(part, old."row") AND shape OPERATOR(public.=) old.geom THEN
        PERFORM ncovy_app.refuse_part(new, 'Không trường nào được chọn có thay đổi: hãy trả lại cả phiên bản.');
    ELSIF ncovy_app.same_content(part, new."row") AND shape OPERATOR(public.=) new.geom THEN
        PERFORM ncovy_app.refuse_part(new, 'Mọi thay đổi đều được chọn: hãy duyệt cả phiên bản.');
    END IF;
    PERFORM ncovy_app.refuse_foreign(new.layer, new.uid, part ->> 'commune_code', (part ->> 'commune_era')::smallint);
    EXECUTE format('SELECT ncovy_app.%I($1, $2, $3, $4)', 'restore_' || new.layer) USING held.id, part, shape, held.row_version;
    held.row_version := held.row_version + 1;
    held.warning_reason := note;  -- the supervisor answers for its warnings, nobody for errors
    PERFORM ncovy_app.refuse_unready(new.layer, held);
    PERFORM ncovy_app.make_approved(new.layer, held, note);
    RETURN held.row_version;
END
$$;

-- Columns that are new since, and empty, are no difference.
CREATE FUNCTION ncovy_app.same_content(one jsonb, other jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_strip_nulls(one) - s.names = jsonb_strip_nulls(other) - s.names
      FROM (SELECT '{id,uid,row_version,review_state,approved_version,edited_by,edited_at,verified_by,verified_at}'::text[] AS names) AS s
$$;

CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.authorship FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
