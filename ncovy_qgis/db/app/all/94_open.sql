-- Direct SQL for readers of open data: the schema ncovy_open, read by ncovy_reader, who reads nothing else.
{open_views}
GRANT USAGE ON SCHEMA ncovy_open TO ncovy_reader;
-- The views ask what day it is; in a schema the reader cannot enter, so that nobody calls it by name.
GRANT EXECUTE ON FUNCTION ncovy_app.today() TO ncovy_reader;
