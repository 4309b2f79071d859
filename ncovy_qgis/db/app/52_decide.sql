-- What a supervisor says about one version: approved, by field, returned, asked; and what its author answers.

CREATE FUNCTION ncovy_app.approve(layer text, uid uuid, row_version integer, note text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'duyệt');
    held := ncovy_app.hold(approve.layer, approve.uid, approve.row_version);
    PERFORM ncovy_app.need_state(approve.layer, held, '{submitted}', 'duyệt');
    PERFORM ncovy_app.refuse_own(approve.layer, held);
    PERFORM ncovy_app.make_approved(approve.layer, held, note);
END
$$;

CREATE FUNCTION ncovy_app.make_approved(layer text, held ncovy_app.feature_state, note text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('UPDATE ncovy.%I SET review_state = ''approved'', approved_version = row_version WHERE id = $1', layer) USING held.id;
    PERFORM ncovy_app.decide(layer, held, 'approve', note);
    EXECUTE format('SELECT ncovy_app.%I($1)', 'publish_' || layer) USING ARRAY[held.uid];
END
$$;

-- Four eyes: whoever wrote any version since the last approved one does not approve it.
CREATE FUNCTION ncovy_app.is_own(in_layer text, feature uuid, approved integer) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM ncovy_app.version_author AS a
                    WHERE a.layer = in_layer AND a.uid = feature AND a.row_version > coalesce(approved, 0) AND a.person = session_user);
END
$$;

CREATE FUNCTION ncovy_app.own_words() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('%s đã tham gia soạn bản này nên không được tự duyệt; cần một người khác.', session_user)
$$;

CREATE FUNCTION ncovy_app.refuse_own(layer text, held ncovy_app.feature_state) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF ncovy_app.is_own(layer, held.uid, held.approved_version) THEN
        PERFORM ncovy_app.refuse('NC008', ncovy_app.own_words(),
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
    PERFORM ncovy_app.need_words(reason, 'Trả lại phải có lý do để người soạn biết cần sửa gì.', layer, held.uid);
    PERFORM ncovy_app.make_returned(return_item.layer, held, reason);
END
$$;

CREATE FUNCTION ncovy_app.make_returned(layer text, held ncovy_app.feature_state, reason text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('UPDATE ncovy.%I SET review_state = ''returned'' WHERE id = $1', layer) USING held.id;
    PERFORM ncovy_app.decide(layer, held, 'return', reason);
END
$$;

CREATE FUNCTION ncovy_app.ask(layer text, uid uuid, row_version integer, question text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_supervisor', 'hỏi người soạn');
    held := ncovy_app.hold(ask.layer, ask.uid, ask.row_version);
    PERFORM ncovy_app.need_state(ask.layer, held, '{submitted}', 'hỏi người soạn');
    PERFORM ncovy_app.need_words(question, 'Câu hỏi không được để trống.', layer, held.uid);
    PERFORM ncovy_app.decide(ask.layer, held, 'ask', question);
END
$$;
COMMENT ON FUNCTION ncovy_app.ask(text, uuid, integer, text) IS 'A question to the author of a waiting version; it goes on waiting';

-- There must be something to answer: a question or a return since the last approval.
CREATE FUNCTION ncovy_app.answer(layer text, uid uuid, row_version integer, words text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held ncovy_app.feature_state;
BEGIN
    PERFORM ncovy_app.need_role('ncovy_editor', 'trả lời') WHERE NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE');
    held := ncovy_app.hold(answer.layer, answer.uid, answer.row_version);
    IF NOT EXISTS (SELECT FROM ncovy.decision AS d WHERE d.layer = answer.layer AND d.uid = held.uid
                    AND d.row_version > coalesce(held.approved_version, 0) AND d.verdict IN ('ask', 'return')) THEN
        PERFORM ncovy_app.refuse('NC009', 'Không có câu hỏi hay lần trả lại nào để trả lời.', jsonb_build_object('layer', layer, 'uid', held.uid));
    END IF;
    IF NOT pg_has_role(session_user, 'ncovy_supervisor', 'USAGE') AND NOT ncovy_app.is_own(layer, held.uid, held.approved_version) THEN
        PERFORM ncovy_app.refuse('NC006', format('%s không soạn bản này: người soạn hoặc người duyệt trả lời.', session_user),
            jsonb_build_object('layer', layer, 'uid', held.uid));
    END IF;
    PERFORM ncovy_app.need_words(words, 'Câu trả lời không được để trống.', layer, held.uid);
    PERFORM ncovy_app.decide(answer.layer, held, 'answer', words);
END
$$;
COMMENT ON FUNCTION ncovy_app.answer(text, uuid, integer, text) IS 'A word of an author, or of a supervisor, after a question or a return';
