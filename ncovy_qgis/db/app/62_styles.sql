-- The look of the layers: one person at a time, and nobody over what he has not seen.

-- Until the end of the transaction nobody else saves a style, or draws the public map's of those there are.
CREATE FUNCTION ncovy_app.hold_styles() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    LOCK TABLE ncovy.layer_style IN SHARE ROW EXCLUSIVE MODE;
END
$$;
COMMENT ON FUNCTION ncovy_app.hold_styles() IS 'Lets one person at a time save styles and draw the style of the public map';

CREATE FUNCTION ncovy_app.save_style(layer text, seen integer, qml text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last integer;
    saver text;
    moment timestamptz;
BEGIN
    PERFORM ncovy_app.hold_styles();
    IF NOT EXISTS (SELECT FROM ncovy.layer AS l WHERE l.name = save_style.layer) THEN
        PERFORM ncovy_app.refuse('NC009', format('Không có lớp «%s».', save_style.layer));
    END IF;
    SELECT s.version, s.by, s.at INTO last, saver, moment FROM ncovy.layer_style AS s WHERE s.layer = save_style.layer ORDER BY s.version DESC LIMIT 1;
    IF coalesce(last, 0) IS DISTINCT FROM save_style.seen THEN
        PERFORM ncovy_app.refuse('NC001', format('%s đã lưu kiểu khác cho lớp này lúc %s.', saver, ncovy_app.clock_words(moment)),
            jsonb_build_object('layer', save_style.layer, 'by', saver, 'at', moment, 'row_version', last, 'token', save_style.seen));
    END IF;
    INSERT INTO ncovy.layer_style (layer, version, qml) VALUES (save_style.layer, save_style.seen + 1, save_style.qml);
    RETURN save_style.seen + 1;
END
$$;
COMMENT ON FUNCTION ncovy_app.save_style(text, integer, text) IS 'Keeps a new style of a layer; NC001 when the version seen is not the last one';

CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ncovy.layer_style FOR EACH STATEMENT EXECUTE FUNCTION ncovy_app.c_no_delete();
