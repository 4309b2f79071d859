-- The past, asked and brought back. Reading takes nobody's side: what each version was and when it was approved is history's word alone.

-- These are bound when they are made (BEGIN ATOMIC): no search path can bend them, and they are planned as part of the query that asks.
-- Of one feature the order is that of its numbers, not of the clock: its row is held while it is written or decided.
-- Of the version found, the row is asked for by its layer too: otherwise the whole table may be read for one layer of ten.
CREATE FUNCTION ncovy_app.as_of(layer text, at timestamptz, public boolean DEFAULT false) RETURNS SETOF ncovy.version
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT v.* FROM ncovy.version AS v
     WHERE NOT as_of.public AND v.layer = as_of.layer AND v.at <= as_of.at AND NOT (v."row" -> 'removed')::boolean
       AND NOT EXISTS (SELECT FROM ncovy.version AS w
                        WHERE w.layer = as_of.layer AND w.uid = v.uid AND w.row_version > v.row_version AND w.at <= as_of.at)
    UNION ALL
    SELECT v.*
      FROM (SELECT DISTINCT ON (d.uid) d.uid, d.row_version FROM ncovy.decision AS d
             WHERE d.layer = as_of.layer AND d.verdict = 'approve' AND d.at <= as_of.at ORDER BY d.uid, d.seq DESC) AS n
      JOIN ncovy.version AS v ON v.layer = as_of.layer AND v.uid = n.uid AND v.row_version = n.row_version
     WHERE as_of.public AND NOT (v."row" -> 'removed')::boolean;
END;
COMMENT ON FUNCTION ncovy_app.as_of(text, timestamptz, boolean) IS
    'The versions a layer consisted of at a moment: the newest by then, or those of the newest approval given by then; what was taken away is none';
GRANT EXECUTE ON FUNCTION ncovy_app.as_of(text, timestamptz, boolean) TO ncovy_viewer;

-- Brings one held feature back to an earlier content, or takes it away where there was none (to_version NULL).
CREATE FUNCTION ncovy_app.restore_item(layer text, held ncovy_app.item_verdict, to_version integer, reason text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old   ncovy.version;
    words text := ncovy.clean(reason);
BEGIN
    IF to_version IS NULL THEN
        IF words IS NULL THEN
            PERFORM ncovy_app.refuse('NC009', 'Gỡ bỏ phải có lý do.', jsonb_build_object('layer', layer, 'uid', held.uid));
        END IF;
        EXECUTE format('UPDATE ncovy.%I SET removed = true, removed_reason = $2, base_version = $3 WHERE id = $1', layer) USING held.id, left(words, 200), held.row_version;
    ELSE
        SELECT v.* INTO old FROM ncovy.version AS v WHERE v.layer = restore_item.layer AND v.uid = held.uid AND v.row_version = to_version;
        IF old.seq IS NULL THEN
            PERFORM ncovy_app.refuse('NC003', format('Đối tượng này không có phiên bản %s.', to_version), jsonb_build_object('layer', layer, 'uid', held.uid));
        END IF;
        PERFORM ncovy_app.refuse_foreign(layer, held.uid, old."row" ->> 'commune_code', (old."row" ->> 'commune_era')::smallint);
        PERFORM ncovy_app.refuse_foreign_outline(layer, held.uid, old.geom, (old."row" ->> 'commune_era')::smallint);
        EXECUTE format('SELECT ncovy_app.%I($1, $2, $3, $4)', 'restore_' || layer) USING held.id, old."row", old.geom, held.row_version;
    END IF;
    INSERT INTO ncovy.decision (layer, uid, row_version, verdict, reason)
    VALUES (restore_item.layer, held.uid, held.row_version + 1, 'restore', concat_ws(': ', coalesce('phiên bản ' || to_version, 'gỡ bỏ'), words));
END
$$;

-- As for a zone that is drawn: no more than a tenth of it in areas of others. The province's border is not asked: it may have become another since.
CREATE FUNCTION ncovy_app.refuse_foreign_outline(layer text, feature uuid, shape public.geometry, at_era smallint) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    share record;
BEGIN
    IF public.st_dimension(shape) = 2 THEN
        SELECT * INTO share FROM ncovy_app.area_shares(shape, at_era);
        IF share.mine < 0.9 * share.inside THEN
            PERFORM ncovy_app.refuse('NC006', format('Hơn 10%% diện tích vùng nằm ngoài địa bàn được giao cho %s; không có gì được lưu.', session_user),
                jsonb_build_object('layer', layer, 'uid', feature, 'area', true), 'insufficient_privilege');
        END IF;
    END IF;
END
$$;

-- Many features of a layer at once, each with its own verdict: what is refused of one leaves the others. History is only ever added to.
CREATE FUNCTION ncovy_app.restore_items(layer text, uids uuid[], versions integer[], to_versions integer[], reason text)
RETURNS TABLE (item uuid, code text, rule text, message text, detail jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    judged ncovy_app.item_verdict;
    told   text;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'khôi phục') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    PERFORM ncovy_app.need_layer(restore_items.layer);
    PERFORM ncovy_app.current_changeset(at_once => true);
    FOR judged IN SELECT v.* FROM ncovy_app.judge_items(restore_items.layer, uids, versions) AS v ORDER BY v.place LOOP
        SELECT judged.uid, judged.code, NULL, judged.message, judged.detail INTO item, code, rule, message, detail;
        IF code IS NULL THEN
            BEGIN
                PERFORM ncovy_app.restore_item(restore_items.layer, judged, to_versions[judged.place], reason);
            EXCEPTION WHEN integrity_constraint_violation OR data_exception OR insufficient_privilege OR SQLSTATE 'NC001' OR SQLSTATE 'NC003' OR SQLSTATE 'NC009' THEN
                GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, rule = CONSTRAINT_NAME, message = MESSAGE_TEXT, told = PG_EXCEPTION_DETAIL;
                detail := CASE WHEN told LIKE '{%' THEN told::jsonb ELSE jsonb_build_object('layer', restore_items.layer, 'uid', judged.uid) END;
            END;
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION ncovy_app.restore_items(text, uuid[], integer[], integer[], text) IS
    'Brings features back to earlier versions as new drafts of one changeset, or takes them away (NULL); one verdict each in the order asked, code NULL where done';
GRANT EXECUTE ON FUNCTION ncovy_app.restore_items(text, uuid[], integer[], integer[], text) TO ncovy_viewer;
