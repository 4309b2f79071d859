-- Nothing is anybody's by default; then exactly what each role needs.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ncovy_app FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA ncovy_public FROM PUBLIC;
GRANT SELECT ON ncovy.acceptance TO ncovy_viewer;
GRANT EXECUTE ON FUNCTION ncovy_app.accept_finding(text, uuid, text, integer, text) TO ncovy_viewer;
GRANT USAGE ON SCHEMA ncovy, ncovy_app, ncovy_public TO ncovy_viewer, ncovy_publisher;

GRANT SELECT ON ncovy.era, ncovy.unit, ncovy.layer, ncovy.changeset, ncovy.version, ncovy.decision, ncovy.assignment, ncovy.list_value, ncovy.setting, ncovy.release,
    ncovy.migration, ncovy.web_style, ncovy.release_file, ncovy.presence, ncovy.authorship TO ncovy_viewer;
GRANT SELECT ON ncovy.era, ncovy.unit, ncovy.list_value, ncovy.setting, ncovy.release, ncovy.migration, ncovy.web_style TO ncovy_publisher;
GRANT INSERT (id, as_of, manifest_sha256, site, feature_count, read_at, seen, manifest, style, told) ON ncovy.release TO ncovy_publisher;
GRANT INSERT ON ncovy.release_file TO ncovy_publisher;
GRANT INSERT, UPDATE, DELETE ON ncovy.web_style TO ncovy_publisher;
GRANT SELECT ON ncovy.layer_style TO ncovy_viewer, ncovy_publisher;
GRANT EXECUTE ON FUNCTION ncovy_app.save_style(text, integer, text), ncovy_app.hold_styles() TO ncovy_publisher;
GRANT SELECT ON ALL TABLES IN SCHEMA ncovy_public TO ncovy_viewer, ncovy_publisher;
GRANT SELECT ON ncovy_app.feature, ncovy_app.queue, ncovy_app.presence, ncovy_app.version_author TO ncovy_viewer;

-- The guards run as the writer and ask these; the review functions speak through them too.
GRANT EXECUTE ON FUNCTION
    ncovy_app.today(), ncovy_app.clock_words(timestamptz), ncovy_app.refuse(text, text, jsonb, text), ncovy_app.refuse_check(text, text, text, jsonb), ncovy_app.refuse_autocommit(text),
    ncovy_app.era_at(timestamptz), ncovy_app.unit_at(public.geometry, smallint), ncovy_app.near_unit(public.geometry, text, smallint),
    ncovy_app.may_write(text, smallint), ncovy_app.is_admin(), ncovy_app.area_shares(public.geometry, smallint), ncovy_app.find_unit(text, smallint),
    ncovy_app.stale_words(text, timestamptz, boolean, integer, integer), ncovy_app.refuse_stale(text, uuid, integer, integer, text, timestamptz, boolean), ncovy_app.refuse_foreign(text, uuid, text, smallint),
    ncovy_app.refuse_zone(text, uuid, public.geometry, smallint), ncovy_app.zone_spot(text, uuid, public.geometry),
    ncovy_app.stays_declared(public.geometry, text, smallint, public.geometry, smallint),
    ncovy_app.findings(text, uuid),
    ncovy_app.begin_changeset(uuid, text), ncovy_app.submit(text, uuid, integer), ncovy_app.approve(text, uuid, integer, text),
    ncovy_app.return_item(text, uuid, integer, text), ncovy_app.restore(text, uuid, integer, integer),
    ncovy_app.verify_items(text, uuid[], integer[]), ncovy_app.approve_items(text, uuid[], integer[], text),
    ncovy_app.return_items(text, uuid[], integer[], text), ncovy_app.approve_fields(text, uuid, integer, text[], text),
    ncovy_app.ask(text, uuid, integer, text), ncovy_app.answer(text, uuid, integer, text),
    ncovy_app.grant_area(text, text, smallint, timestamptz), ncovy_app.revoke_area(text, text, smallint)
TO ncovy_viewer;
GRANT EXECUTE ON FUNCTION ncovy_app.presence_ends() TO ncovy_viewer;
GRANT EXECUTE ON FUNCTION ncovy_app.here(uuid, jsonb) TO ncovy_editor, ncovy_supervisor;
GRANT EXECUTE ON FUNCTION ncovy_app.today(), ncovy_app.find_unit(text, smallint), ncovy_app.unit_at(public.geometry, smallint), ncovy_app.era_at(timestamptz) TO ncovy_publisher;
{generated}
