-- /// migration
-- revision = "pg001"
-- message = "extensions that the applications share"
-- ///

-- aludel:upgrade
-- Installed by whoever may; nothing happens when they are there.
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION IF NOT EXISTS citext; CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;
create extension if not exists btree_gist;
create extension if not exists hstore;
COMMENT ON EXTENSION citext IS 'case-insensitive text; used for names and addresses';

-- aludel:downgrade
DROP EXTENSION IF EXISTS hstore, btree_gist, "uuid-ossp", pg_trgm, citext, pgcrypto;
