-- /// migration
-- revision = "pg032"
-- down_revision = "pg031"
-- message = "inherited tables, as old schemas have them"
-- ///

-- aludel:upgrade
CREATE TABLE tracker_notes (id serial, note text, system boolean default false);
CREATE TABLE tracker_system_notes (action varchar(20) NOT NULL, CHECK (system)) INHERITS (tracker_notes);
ALTER TABLE ONLY tracker_notes ADD CONSTRAINT tracker_notes_pkey PRIMARY KEY (id);
ALTER TABLE tracker_notes ALTER COLUMN note SET STORAGE EXTERNAL, ALTER note SET STATISTICS 1000, CLUSTER ON tracker_notes_pkey;
ALTER TABLE tracker_notes REPLICA IDENTITY FULL;

-- aludel:downgrade
DROP TABLE tracker_system_notes;
DROP TABLE tracker_notes;
