-- /// migration
-- revision = "li001"
-- message = "repositories of a single-file issue tracker"
-- ///

-- aludel:upgrade
CREATE TABLE tracker_repository (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL COLLATE NOCASE,
    is_private BOOLEAN DEFAULT 0 NOT NULL CHECK (is_private IN (0, 1)),
    size BIGINT NOT NULL DEFAULT 0, created_unix INTEGER DEFAULT (strftime('%s', '2024-01-01')),
    UNIQUE (owner, name) ON CONFLICT ABORT
);
CREATE INDEX tracker_repo_private ON tracker_repository (owner, name DESC) WHERE is_private = 1;
CREATE UNIQUE INDEX tracker_repo_lower ON tracker_repository (lower(owner || '/' || name));
INSERT INTO tracker_repository (owner, name) VALUES ('ann', 'tools'), ('Bo', 'it''s; "quoted"'), ('c', '-- none /* of */ these');

-- aludel:downgrade
DROP TABLE tracker_repository;
