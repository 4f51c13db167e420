#!/bin/sh
# Run once by the database's container when its volume is empty. The portal's role may read and write rows but owns
# nothing: it can neither drop the trigger that keeps the audit trail append-only nor empty a table.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set password="$SDZX_APP_DB_PASSWORD" <<'SQL'
CREATE ROLE sdzx_app LOGIN PASSWORD :'password';
GRANT CONNECT ON DATABASE sdzx TO sdzx_app;
GRANT USAGE ON SCHEMA public TO sdzx_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sdzx_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sdzx_app;
SQL
