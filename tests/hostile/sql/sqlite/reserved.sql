-- case: of tomorrow: a table
-- ends: refused
CREATE TABLE aludel_journal (a TEXT);

-- case: of tomorrow: a table in capitals
-- ends: runs
CREATE TABLE ALUDEL_LEASE (a TEXT);

-- case: of tomorrow: a view
-- ends: refused
CREATE VIEW aludel_lock AS SELECT 1 AS a;

-- case: of tomorrow: what another is renamed to
CREATE TABLE plain (a TEXT); ALTER TABLE plain RENAME TO aludel_journal;

-- case: of the lock: what another is renamed to
CREATE TABLE plain (a TEXT); ALTER TABLE plain RENAME TO Aludel_Lock;

