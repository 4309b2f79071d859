-- Who may ask for the oversight; the functions themselves refuse whoever is neither supervisor nor administrator, in words.
GRANT SELECT ON ncovy.staff_change TO ncovy_supervisor;
GRANT EXECUTE ON FUNCTION
    ncovy_app.need_role(text, text), ncovy_app.need_oversight(), ncovy_app.local_time(timestamptz), ncovy_app.changed_fields(jsonb, jsonb),
    ncovy_app.accepted(timestamptz, timestamptz),
    ncovy_app.deeds(timestamptz, timestamptz), ncovy_app.activity(timestamptz, timestamptz), ncovy_app.waiting_times(timestamptz, timestamptz),
    ncovy_app.acceptances(timestamptz, timestamptz), ncovy_app.staff_changes(timestamptz, timestamptz), ncovy_app.audit(timestamptz, timestamptz),
    ncovy_app.unusual(timestamptz, timestamptz, integer, float, integer, integer),
    ncovy_app.expire_area(text, text, smallint, timestamptz), ncovy_app.record_role(text, text, text)
TO ncovy_viewer;
