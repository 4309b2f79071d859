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

-- The row, held until the end of the transaction; refused when it is not the version the person saw or not in his area.
CREATE FUNCTION ncovy_app.hold(layer text, feature uuid, seen integer) RETURNS ncovy_app.feature_state
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    IF NOT EXISTS (SELECT FROM ncovy.layer AS l WHERE l.name = hold.layer) THEN
        PERFORM ncovy_app.refuse('NC003', format('Không có lớp %s.', hold.layer), jsonb_build_object('layer', hold.layer));
    END IF;
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

CREATE FUNCTION ncovy_app.need_state(layer text, held ncovy_app.feature_state, allowed text[], deed text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT held.review_state = ANY (allowed) THEN
        PERFORM ncovy_app.refuse('NC009', format('Không thể %s: đối tượng đang ở trạng thái «%s».', deed,
                CASE held.review_state WHEN 'draft' THEN 'Nháp' WHEN 'submitted' THEN 'Chờ duyệt' WHEN 'approved' THEN 'Đã duyệt' ELSE 'Trả lại' END),
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

CREATE FUNCTION ncovy_app.approve(layer text, uid uuid, row_version integer, note text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'duyệt');
    held := ncovy_app.hold(approve.layer, approve.uid, approve.row_version);
    PERFORM ncovy_app.need_state(approve.layer, held, '{submitted}', 'duyệt');
    PERFORM ncovy_app.refuse_own(approve.layer, held);
    EXECUTE format('UPDATE ncovy.%I SET review_state = ''approved'', approved_version = row_version WHERE id = $1', approve.layer) USING held.id;
    PERFORM ncovy_app.decide(approve.layer, held, 'approve', note);
    EXECUTE format('SELECT ncovy_app.%I($1)', 'publish_' || approve.layer) USING held.uid;
END
$$;

-- Four eyes: whoever wrote any version since the last approved one does not approve it.
CREATE FUNCTION ncovy_app.refuse_own(layer text, held ncovy_app.feature_state) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM ncovy.version AS v
                WHERE v.layer = refuse_own.layer AND v.uid = held.uid AND v.row_version > coalesce(held.approved_version, 0) AND v.session_user_name = session_user) THEN
        PERFORM ncovy_app.refuse('NC008', format('%s đã tham gia soạn bản này nên không được tự duyệt; cần một người khác.', session_user),
            jsonb_build_object('layer', layer, 'uid', held.uid, 'row_version', held.row_version, 'by', session_user));
    END IF;
END
$$;

CREATE FUNCTION ncovy_app.return_item(layer text, uid uuid, row_version integer, reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'trả lại');
    held := ncovy_app.hold(return_item.layer, return_item.uid, return_item.row_version);
    PERFORM ncovy_app.need_state(return_item.layer, held, '{submitted}', 'trả lại');
    IF ncovy.clean(reason) IS NULL THEN
        PERFORM ncovy_app.refuse('NC009', 'Trả lại phải có lý do để người soạn biết cần sửa gì.', jsonb_build_object('layer', layer, 'uid', held.uid));
    END IF;
    EXECUTE format('UPDATE ncovy.%I SET review_state = ''returned'' WHERE id = $1', return_item.layer) USING held.id;
    PERFORM ncovy_app.decide(return_item.layer, held, 'return', reason);
END
$$;

-- Many at once, each with its own verdict: what is refused of one leaves the others. Rows are held in one order by everybody.
CREATE TYPE ncovy_app.item_verdict AS (place bigint, id integer, uid uuid, row_version integer, code text, message text, detail jsonb);

CREATE FUNCTION ncovy_app.judge_items(layer text, uids uuid[], versions integer[]) RETURNS SETOF ncovy_app.item_verdict
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE format('
        WITH held AS MATERIALIZED (
            SELECT t.id, t.uid, t.row_version, t.edited_by, t.edited_at, t.removed, t.commune_code, t.commune_era
              FROM ncovy.%I AS t WHERE t.uid = ANY ($1) ORDER BY t.id FOR NO KEY UPDATE
        ), judged AS (
            SELECT a.place, h.id, a.uid, a.version, h.row_version, h.edited_by, h.edited_at, h.removed, h.commune_code, h.commune_era,
                   CASE WHEN h.id IS NULL THEN ''NC003'' WHEN h.row_version IS DISTINCT FROM a.version THEN ''NC001''
                        WHEN NOT ncovy_app.may_write(h.commune_code, h.commune_era) THEN ''NC006'' END AS code
              FROM unnest($1, $2) WITH ORDINALITY AS a (uid, version, place) LEFT JOIN held AS h ON h.uid = a.uid
        )
        SELECT j.place, j.id, j.uid, j.row_version, j.code,
               CASE j.code WHEN ''NC003'' THEN ''NC003: Không tìm thấy đối tượng này.''
                           WHEN ''NC001'' THEN ncovy_app.stale_words(j.edited_by, j.edited_at, j.removed, j.row_version, j.version)
                           WHEN ''NC006'' THEN format(''NC006: %%s không được giao địa bàn %%s.'', session_user, coalesce(u.name, ''này'')) END,
               jsonb_build_object(''layer'', $3, ''uid'', j.uid, ''by'', j.edited_by, ''at'', j.edited_at,
                                  ''row_version'', j.row_version, ''base_version'', j.version, ''removed'', j.removed)
          FROM judged AS j LEFT JOIN ncovy.unit AS u ON u.code = j.commune_code AND u.era = j.commune_era', layer)
    USING uids, versions, layer;
END
$$;

CREATE FUNCTION ncovy_app.verify_items(layer text, uids uuid[], versions integer[])
RETURNS TABLE (item uuid, code text, message text, detail jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    judged ncovy_app.item_verdict[];
    good   integer[];
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'xác nhận') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    IF NOT EXISTS (SELECT FROM ncovy.layer AS l WHERE l.name = verify_items.layer) THEN
        PERFORM ncovy_app.refuse('NC003', format('Không có lớp %s.', verify_items.layer), jsonb_build_object('layer', verify_items.layer));
    END IF;
    judged := ARRAY(SELECT v FROM ncovy_app.judge_items(verify_items.layer, uids, versions) AS v ORDER BY v.place);
    good := ARRAY(SELECT v.id FROM unnest(judged) AS v WHERE v.code IS NULL);
    IF cardinality(good) > 0 THEN
        EXECUTE format('UPDATE ncovy.%I SET verified_by = session_user, verified_at = clock_timestamp() WHERE id = ANY ($1)', verify_items.layer) USING good;
        INSERT INTO ncovy.decision (layer, uid, row_version, verdict)
        SELECT DISTINCT verify_items.layer, v.uid, v.row_version, 'verify' FROM unnest(judged) AS v WHERE v.code IS NULL;
    END IF;
    RETURN QUERY SELECT v.uid, v.code, v.message, v.detail FROM unnest(judged) AS v ORDER BY v.place;
END
$$;
COMMENT ON FUNCTION ncovy_app.verify_items(text, uuid[], integer[]) IS 'Verified, unchanged: one verdict a feature in the order asked; code NULL where it was noted';

CREATE FUNCTION ncovy_app.restore(layer text, uid uuid, to_version integer, row_version integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
    old  ncovy.version;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'khôi phục') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    held := ncovy_app.hold(restore.layer, restore.uid, restore.row_version);
    SELECT v.* INTO old FROM ncovy.version AS v WHERE v.layer = restore.layer AND v.uid = restore.uid AND v.row_version = to_version;
    IF old.seq IS NULL THEN
        PERFORM ncovy_app.refuse('NC003', format('Đối tượng này không có phiên bản %s.', to_version), jsonb_build_object('layer', layer, 'uid', restore.uid));
    END IF;
    PERFORM ncovy_app.refuse_foreign(restore.layer, restore.uid, old."row" ->> 'commune_code', (old."row" ->> 'commune_era')::smallint);
    PERFORM ncovy_app.current_changeset(at_once => true);
    EXECUTE format('SELECT ncovy_app.%I($1, $2, $3, $4)', 'restore_' || restore.layer) USING held.id, old."row", old.geom, held.row_version;
    held.row_version := held.row_version + 1;
    PERFORM ncovy_app.decide(restore.layer, held, 'restore', format('phiên bản %s', to_version));
    RETURN held.row_version;
END
$$;
COMMENT ON FUNCTION ncovy_app.restore(text, uuid, integer, integer) IS 'Writes an earlier content as a new draft; returns its version';
