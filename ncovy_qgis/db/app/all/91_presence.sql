-- Who edits what now. One feature is looked up by its layer's index at a time, however little is known of the size of the table.
CREATE VIEW ncovy_app.presence {invoker} AS
SELECT p.person, p.client, p.layer, p.uid, f.name, p.application, p.since, p.seen_at, f.geom
  FROM ncovy.presence AS p
  LEFT JOIN LATERAL (SELECT i.name, i.geom FROM ncovy_app.feature AS i WHERE i.layer = p.layer AND i.uid = p.uid LIMIT 1) AS f ON true
 WHERE p.seen_at >= clock_timestamp() - ncovy_app.presence_ends();
