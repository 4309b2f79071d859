-- Accepting a warning. It binds to what was seen, the version and the facts: an edit, a new neighbour or a larger overlap asks anew.

CREATE FUNCTION ncovy_app.accept_finding(layer text, uid uuid, code text, row_version integer, reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
    seen jsonb;
    bad  boolean;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'chấp nhận cảnh báo') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    held := ncovy_app.hold(accept_finding.layer, accept_finding.uid, accept_finding.row_version);
    IF ncovy.clean_lines(reason) IS NULL THEN
        PERFORM ncovy_app.refuse('NC009', 'Chấp nhận một cảnh báo phải có lý do.', jsonb_build_object('layer', layer, 'uid', held.uid));
    END IF;
    IF NOT held.removed THEN
        SELECT jsonb_agg(coalesce(f.detail, 'null')), bool_or(f.severity = 'error')
          INTO seen, bad FROM ncovy_app.findings(accept_finding.layer, held.uid) AS f WHERE f.code = accept_finding.code;
    END IF;
    IF seen IS NULL OR bad THEN
        PERFORM ncovy_app.refuse('NC009', CASE WHEN bad THEN 'Đây là lỗi: phải sửa, không chấp nhận được.' ELSE 'Đối tượng không còn cảnh báo này.' END,
            jsonb_build_object('layer', layer, 'uid', held.uid, 'row_version', held.row_version));
    END IF;
    INSERT INTO ncovy.acceptance (layer, uid, code, row_version, facts, reason)
    VALUES (accept_finding.layer, held.uid, accept_finding.code, held.row_version, seen, left(ncovy.clean_lines(accept_finding.reason), 500));
END
$$;
COMMENT ON FUNCTION ncovy_app.accept_finding(text, uuid, text, integer, text) IS 'Answers for a warning of the version seen; NC001 when it moved, NC009 for an error or without a reason';

-- Why the warnings of this version were accepted, for the supervisor: the feature's own reason, then each person's.
CREATE FUNCTION ncovy_app.accepted_reasons(layer text, held ncovy_app.feature_state) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(concat_ws(E'\n', held.warning_reason,
        (SELECT string_agg(DISTINCT format('%s (%s)', a.reason, a.by), E'\n')
           FROM ncovy.acceptance AS a
          WHERE a.layer = accepted_reasons.layer AND a.uid = held.uid AND a.row_version = held.row_version)), '')
$$;

CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.acceptance FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
