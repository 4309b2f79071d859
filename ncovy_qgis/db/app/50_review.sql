-- Review: draft → submitted → approved | returned → draft. A decision binds to the version that was seen.

CREATE TYPE ncovy_app.feature_state AS (
    id integer, uid uuid, row_version integer, review_state text, approved_version integer, removed boolean,
    name text, commune_code text, commune_era smallint, edited_by text, edited_at timestamptz, warning_reason text
);

CREATE FUNCTION ncovy_app.need_role(role text, deed text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT pg_has_role(session_user, role, 'USAGE') THEN
        PERFORM ncovy_app.refuse('NC006', format('%s không có quyền %s (cần vai trò %s).', session_user, deed, role), jsonb_build_object('role', role));
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.need_layer(layer text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ncovy.layer AS l WHERE l.name = need_layer.layer) THEN
        PERFORM ncovy_app.refuse('NC003', format('Không có lớp %s.', layer), jsonb_build_object('layer', layer));
    END IF;
END
$$;

-- What people say to each other must say something.
CREATE FUNCTION ncovy_app.need_words(words text, sentence text, layer text, feature uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF ncovy.clean_lines(words) IS NULL THEN
        PERFORM ncovy_app.refuse('NC009', sentence, jsonb_build_object('layer', layer, 'uid', feature));
    END IF;
END
$$;

-- The row, held until the end of the transaction; refused when it is not the version the person saw or not in his area.
CREATE FUNCTION ncovy_app.hold(layer text, feature uuid, seen integer) RETURNS ncovy_app.feature_state
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_layer(layer);
    EXECUTE format('SELECT id, uid, row_version, review_state, approved_version, removed, name, commune_code, commune_era, edited_by, edited_at, warning_reason
                      FROM ncovy.%I WHERE uid = $1 FOR NO KEY UPDATE', hold.layer) INTO held USING feature;
    IF held.id IS NULL THEN
        PERFORM ncovy_app.refuse('NC003', 'Không tìm thấy đối tượng này.', jsonb_build_object('layer', hold.layer, 'uid', feature));
    END IF;
    IF held.row_version IS DISTINCT FROM seen THEN
        PERFORM ncovy_app.refuse_stale(hold.layer, feature, seen, held.row_version, held.edited_by, held.edited_at, held.removed);
    END IF;
    PERFORM ncovy_app.refuse_foreign(hold.layer, feature, held.commune_code, held.commune_era);
    RETURN held;
END
$$;

CREATE FUNCTION ncovy_app.state_words(state text, deed text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('Không thể %s: đối tượng đang ở trạng thái «%s».', deed,
        CASE state WHEN 'draft' THEN 'Nháp' WHEN 'submitted' THEN 'Chờ duyệt' WHEN 'approved' THEN 'Đã duyệt' ELSE 'Trả lại' END)
$$;

CREATE FUNCTION ncovy_app.need_state(layer text, held ncovy_app.feature_state, allowed text[], deed text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT held.review_state = ANY (allowed) THEN
        PERFORM ncovy_app.refuse('NC009', ncovy_app.state_words(held.review_state, deed),
            jsonb_build_object('layer', layer, 'uid', held.uid, 'review_state', held.review_state, 'row_version', held.row_version));
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.decide(layer text, held ncovy_app.feature_state, verdict text, reason text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO ncovy.decision (layer, uid, row_version, verdict, reason)
    VALUES (decide.layer, held.uid, held.row_version, decide.verdict, ncovy.clean_lines(decide.reason));
END
$$;

CREATE FUNCTION ncovy_app.submit(layer text, uid uuid, row_version integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'gửi duyệt') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    held := ncovy_app.hold(submit.layer, submit.uid, submit.row_version);
    PERFORM ncovy_app.need_state(submit.layer, held, '{draft,returned}', 'gửi duyệt');
    PERFORM ncovy_app.refuse_unready(submit.layer, held);
    EXECUTE format('UPDATE ncovy.%I SET review_state = ''submitted'' WHERE id = $1', submit.layer) USING held.id;
    PERFORM ncovy_app.decide(submit.layer, held, 'submit', ncovy_app.accepted_reasons(submit.layer, held));
END
$$;

-- Removal needs no complete form; anything else needs every error mended and every warning mended, accepted, or explained in the feature itself.
CREATE FUNCTION ncovy_app.refuse_unready(layer text, held ncovy_app.feature_state) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_list jsonb;
    errors     integer;
    warnings   integer;
BEGIN
    IF held.removed THEN
        RETURN;
    END IF;
    SELECT coalesce(jsonb_agg(jsonb_build_object('field', f.field, 'code', f.code, 'severity', f.severity, 'text', f.text_vi) ORDER BY f.severity, f.field, f.code), '[]'),
           count(*) FILTER (WHERE f.severity = 'error'), count(*) FILTER (WHERE f.severity <> 'error')
      INTO found_list, errors, warnings FROM ncovy_app.findings(layer, held.uid) AS f WHERE f.accepted_at IS NULL;
    IF errors > 0 OR warnings > 0 AND held.warning_reason IS NULL THEN
        PERFORM ncovy_app.refuse('NC010', format('Chưa gửi duyệt được: %s lỗi, %s cảnh báo%s. %s', errors, warnings,
                CASE WHEN errors = 0 THEN ' chưa có lý do chấp nhận' ELSE '' END, found_list -> 0 ->> 'text'),
            jsonb_build_object('layer', layer, 'uid', held.uid, 'row_version', held.row_version, 'findings', found_list));
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.restore(layer text, uid uuid, to_version integer, row_version integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'khôi phục') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    held := ncovy_app.hold(restore.layer, restore.uid, restore.row_version);
    PERFORM ncovy_app.current_changeset(at_once => true);
    PERFORM ncovy_app.restore_item(restore.layer, ROW(1, held.id, held.uid, held.row_version, NULL, NULL, NULL)::ncovy_app.item_verdict,
        coalesce(to_version, 0), NULL);
    RETURN held.row_version + 1;
END
$$;
COMMENT ON FUNCTION ncovy_app.restore(text, uuid, integer, integer) IS 'Writes an earlier content as a new draft; returns its version';
