"""PostGIS through psycopg2: schema, guarded saves, review. Imports core only."""
