-- /// migration
-- revision = "li007"
-- down_revision = "li006"
-- message = "the long way to change a table"
-- transaction = false
-- ///

-- aludel:upgrade
-- 1. No references are looked at meanwhile: a pragma that does nothing within a transaction.
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON; -- triggers of other tables name this one
BEGIN IMMEDIATE TRANSACTION;
CREATE TABLE tracker_repository_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL,
    visibility TEXT NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'private; really')), size BIGINT NOT NULL DEFAULT 0, created_unix INTEGER
);
INSERT INTO tracker_repository_new (id, owner, name, visibility, size, created_unix)
    SELECT id, owner, name, CASE is_private WHEN 1 THEN 'private; really' ELSE 'public' END, size, created_unix FROM tracker_repository;
DROP TABLE tracker_repository;
ALTER TABLE tracker_repository_new RENAME TO tracker_repository;
CREATE UNIQUE INDEX tracker_repo_lower ON tracker_repository (lower(owner || '/' || name));
PRAGMA foreign_key_check;
COMMIT;
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- aludel:downgrade
PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;
CREATE TABLE tracker_repository_old (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL COLLATE NOCASE,
    is_private BOOLEAN DEFAULT 0 NOT NULL CHECK (is_private IN (0, 1)), size BIGINT NOT NULL DEFAULT 0, created_unix INTEGER DEFAULT (strftime('%s', '2024-01-01')),
    UNIQUE (owner, name) ON CONFLICT ABORT
);
INSERT INTO tracker_repository_old SELECT id, owner, name, visibility <> 'public', size, created_unix FROM tracker_repository;
DROP TABLE tracker_repository; ALTER TABLE tracker_repository_old RENAME TO tracker_repository;
CREATE INDEX tracker_repo_private ON tracker_repository (owner, name DESC) WHERE is_private = 1;
CREATE UNIQUE INDEX tracker_repo_lower ON tracker_repository (lower(owner || '/' || name));
PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON;
