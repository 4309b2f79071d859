-- Many at once, each with its own verdict: what is refused of one leaves the others.

CREATE TYPE ncovy_app.item_verdict AS (place bigint, id integer, uid uuid, row_version integer, code text, message text, detail jsonb);

-- Rows are held in one order by everybody; then they are judged by a statement of its own, which sees what was decided while it waited for them.
-- With a `deed` the version has to wait for a decision; with `another` it may not be the caller's own.
CREATE FUNCTION ncovy_app.judge_items(layer text, uids uuid[], versions integer[], deed text DEFAULT NULL, another boolean DEFAULT false)
RETURNS SETOF ncovy_app.item_verdict
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM ncovy_app.need_layer(layer);
    EXECUTE format('SELECT count(*) FROM (SELECT FROM ncovy.%I AS t WHERE t.uid = ANY ($1) ORDER BY t.id FOR NO KEY UPDATE) AS held', layer) USING uids;
    RETURN QUERY EXECUTE format('
        WITH judged AS MATERIALIZED (
            SELECT a.place, t.id, a.uid, a.version, t.row_version, t.edited_by, t.edited_at, t.removed, t.commune_code, t.commune_era, t.review_state,
                   CASE WHEN t.id IS NULL THEN ''NC003'' WHEN t.row_version IS DISTINCT FROM a.version THEN ''NC001''
                        WHEN NOT ncovy_app.may_write(t.commune_code, t.commune_era) THEN ''NC006''
                        WHEN $4 IS NOT NULL AND t.review_state <> ''submitted'' THEN ''NC009''
                        WHEN $5 AND ncovy_app.is_own($3, t.uid, t.approved_version) THEN ''NC008'' END AS code
              FROM unnest($1, $2) WITH ORDINALITY AS a (uid, version, place) LEFT JOIN ncovy.%I AS t ON t.uid = a.uid
        )
        SELECT j.place, j.id, j.uid, j.row_version, j.code,
               CASE j.code WHEN ''NC003'' THEN ''NC003: Không tìm thấy đối tượng này.''
                           WHEN ''NC001'' THEN ncovy_app.stale_words(j.edited_by, j.edited_at, j.removed, j.row_version, j.version)
                           WHEN ''NC006'' THEN format(''NC006: %%s không được giao địa bàn %%s.'', session_user, coalesce(u.name, ''này''))
                           WHEN ''NC008'' THEN ''NC008: '' || ncovy_app.own_words()
                           WHEN ''NC009'' THEN ''NC009: '' || ncovy_app.state_words(j.review_state, $4) END,
               jsonb_build_object(''layer'', $3, ''uid'', j.uid, ''by'', j.edited_by, ''at'', j.edited_at, ''row_version'', j.row_version,
                                  ''base_version'', j.version, ''removed'', j.removed, ''review_state'', j.review_state)
          FROM judged AS j LEFT JOIN ncovy.unit AS u ON u.code = j.commune_code AND u.era = j.commune_era ORDER BY j.place', layer)
    USING uids, versions, layer, deed, another;
END
$$;

CREATE FUNCTION ncovy_app.verify_items(layer text, uids uuid[], versions integer[])
RETURNS TABLE (item uuid, code text, message text, detail jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    judged ncovy_app.item_verdict[];
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'xác nhận') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    judged := ARRAY(SELECT v FROM ncovy_app.judge_items(layer, uids, versions) AS v);
    PERFORM ncovy_app.decide_good(layer, judged, 'verified_by = session_user, verified_at = clock_timestamp()', 'verify', NULL);
    RETURN QUERY SELECT v.uid, v.code, v.message, v.detail FROM unnest(judged) AS v ORDER BY v.place;
END
$$;
COMMENT ON FUNCTION ncovy_app.verify_items(text, uuid[], integer[]) IS 'Verified, unchanged: one verdict a feature in the order asked; code NULL where it was noted';

CREATE FUNCTION ncovy_app.approve_items(layer text, uids uuid[], versions integer[], note text DEFAULT NULL)
RETURNS TABLE (item uuid, code text, message text, detail jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    judged ncovy_app.item_verdict[];
BEGIN
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'duyệt');
    judged := ARRAY(SELECT v FROM ncovy_app.judge_items(layer, uids, versions, 'duyệt', true) AS v);
    PERFORM ncovy_app.decide_good(layer, judged, 'review_state = ''approved'', approved_version = row_version', 'approve', note);
    EXECUTE format('SELECT ncovy_app.%I($1)', 'publish_' || layer) USING ARRAY(SELECT DISTINCT v.uid FROM unnest(judged) AS v WHERE v.code IS NULL);
    RETURN QUERY SELECT v.uid, v.code, v.message, v.detail FROM unnest(judged) AS v ORDER BY v.place;
END
$$;
COMMENT ON FUNCTION ncovy_app.approve_items(text, uuid[], integer[], text) IS 'approve() of many: one verdict a feature in the order asked; code NULL where it is public now';

CREATE FUNCTION ncovy_app.return_items(layer text, uids uuid[], versions integer[], reason text)
RETURNS TABLE (item uuid, code text, message text, detail jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    judged ncovy_app.item_verdict[];
BEGIN
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'trả lại');
    PERFORM ncovy_app.need_words(reason, 'Trả lại phải có lý do để người soạn biết cần sửa gì.', layer, NULL);
    judged := ARRAY(SELECT v FROM ncovy_app.judge_items(layer, uids, versions, 'trả lại') AS v);
    PERFORM ncovy_app.decide_good(layer, judged, 'review_state = ''returned''', 'return', reason);
    RETURN QUERY SELECT v.uid, v.code, v.message, v.detail FROM unnest(judged) AS v ORDER BY v.place;
END
$$;
COMMENT ON FUNCTION ncovy_app.return_items(text, uuid[], integer[], text) IS 'return_item() of many, with one reason';

-- `settings` comes from the functions above only.
CREATE FUNCTION ncovy_app.decide_good(layer text, judged ncovy_app.item_verdict[], settings text, verdict text, reason text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    good CONSTANT integer[] := ARRAY(SELECT v.id FROM unnest(judged) AS v WHERE v.code IS NULL);
BEGIN
    IF cardinality(good) > 0 THEN
        EXECUTE format('UPDATE ncovy.%I SET %s WHERE id = ANY ($1)', layer, settings) USING good;
        INSERT INTO ncovy.decision (layer, uid, row_version, verdict, reason)
        SELECT decide_good.layer, v.uid, v.row_version, decide_good.verdict, ncovy.clean_lines(decide_good.reason)
          FROM unnest(judged) AS v WHERE v.code IS NULL GROUP BY v.uid, v.row_version ORDER BY min(v.place);
    END IF;
END
$$;
