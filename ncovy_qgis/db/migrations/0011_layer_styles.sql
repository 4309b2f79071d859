-- How each layer looks, as somebody saved it in QGIS. Every version is kept, the last one counts; without one the style of the program does.

CREATE TABLE ncovy.layer_style (
    layer   text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    qml     text NOT NULL CHECK (octet_length(qml) BETWEEN 1 AND 8000000),
    by      text NOT NULL DEFAULT session_user,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (layer, version)
);
COMMENT ON TABLE ncovy.layer_style IS 'Symbols and labels of the layers (QML) as saved in QGIS; append-only, written by ncovy_app.save_style';
