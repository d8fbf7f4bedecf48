-- case: writable_schema=1
PRAGMA writable_schema=1;

-- case: writable_schema=ON
PRAGMA writable_schema=ON;

-- case: writable_schema=RESET
PRAGMA writable_schema=RESET;

-- case: journal_mode=OFF
PRAGMA journal_mode=OFF;

-- case: journal_mode=MEMORY
PRAGMA journal_mode=MEMORY;

-- case: journal_mode=DELETE
PRAGMA journal_mode=DELETE;

-- case: journal_mode=WAL
PRAGMA journal_mode=WAL;

-- case: journal_mode=TRUNCATE
PRAGMA journal_mode=TRUNCATE;

-- case: synchronous=OFF
PRAGMA synchronous=OFF;

-- case: synchronous=0
PRAGMA synchronous=0;

-- case: locking_mode=EXCLUSIVE
PRAGMA locking_mode=EXCLUSIVE;

-- case: user_version=77
-- ends: runs
PRAGMA user_version=77;

-- case: application_id=77
-- ends: runs
PRAGMA application_id=77;

-- case: schema_version=77
PRAGMA schema_version=77;

-- case: page_size=512
-- ends: runs
PRAGMA page_size=512;

-- case: encoding='UTF-16'
PRAGMA encoding='UTF-16';

-- case: auto_vacuum=FULL
-- ends: runs
PRAGMA auto_vacuum=FULL;

-- case: auto_vacuum=1
-- ends: runs
PRAGMA auto_vacuum=1;

-- case: cache_spill=0
-- ends: runs
PRAGMA cache_spill=0;

-- case: cache_size=-99999999
-- ends: runs
PRAGMA cache_size=-99999999;

-- case: mmap_size=99999999999
PRAGMA mmap_size=99999999999;

-- case: temp_store=2
PRAGMA temp_store=2;

-- case: temp_store_directory='a folder'
PRAGMA temp_store_directory='{FOLDER}';

-- case: data_store_directory='a folder'
PRAGMA data_store_directory='{FOLDER}';

-- case: trusted_schema=ON
PRAGMA trusted_schema=ON;

-- case: ignore_check_constraints=ON
-- ends: runs
PRAGMA ignore_check_constraints=ON;

-- case: legacy_alter_table=ON
-- ends: runs
PRAGMA legacy_alter_table=ON;

-- case: query_only=ON
PRAGMA query_only=ON;

-- case: read_uncommitted=1
PRAGMA read_uncommitted=1;

-- case: hard_heap_limit=1
PRAGMA hard_heap_limit=1;

-- case: soft_heap_limit=1
PRAGMA soft_heap_limit=1;

-- case: threads=99
PRAGMA threads=99;

-- case: wal_checkpoint(TRUNCATE)
PRAGMA wal_checkpoint(TRUNCATE);

-- case: wal_autocheckpoint=0
PRAGMA wal_autocheckpoint=0;

-- case: shrink_memory
PRAGMA shrink_memory;

-- case: incremental_vacuum(9)
-- ends: runs
PRAGMA incremental_vacuum(9);

-- case: busy_timeout=0
PRAGMA busy_timeout=0;

-- case: busy_timeout=999999999
PRAGMA busy_timeout=999999999;

-- case: max_page_count=1
PRAGMA max_page_count=1;

-- case: journal_size_limit=0
PRAGMA journal_size_limit=0;

-- case: secure_delete=OFF
-- ends: runs
PRAGMA secure_delete=OFF;

-- case: cell_size_check=OFF
-- ends: runs
PRAGMA cell_size_check=OFF;

-- case: checkpoint_fullfsync=0
PRAGMA checkpoint_fullfsync=0;

-- case: fullfsync=0
PRAGMA fullfsync=0;

-- case: count_changes=1
PRAGMA count_changes=1;

-- case: empty_result_callbacks=1
PRAGMA empty_result_callbacks=1;

-- case: full_column_names=1
PRAGMA full_column_names=1;

-- case: short_column_names=0
PRAGMA short_column_names=0;

-- case: default_cache_size=1
PRAGMA default_cache_size=1;

-- case: case_sensitive_like=1
PRAGMA case_sensitive_like=1;

-- case: reverse_unordered_selects=1
-- ends: runs
PRAGMA reverse_unordered_selects=1;

-- case: automatic_index=0
-- ends: runs
PRAGMA automatic_index=0;

-- case: recursive_triggers=1
-- ends: runs
PRAGMA recursive_triggers=1;

-- case: key='secret'
PRAGMA key='secret';

-- case: rekey='secret'
PRAGMA rekey='secret';

-- case: hexkey='00'
PRAGMA hexkey='00';

-- case: activate_extensions='see'
PRAGMA activate_extensions='see';

-- case: parser_trace=1
PRAGMA parser_trace=1;

-- case: vdbe_trace=1
PRAGMA vdbe_trace=1;

-- case: vdbe_debug=1
PRAGMA vdbe_debug=1;

-- case: vdbe_listing=1
PRAGMA vdbe_listing=1;

-- case: vdbe_addoptrace=1
PRAGMA vdbe_addoptrace=1;

-- case: lock_proxy_file='a folder/evil'
PRAGMA lock_proxy_file='{FOLDER}/evil';

-- case: lock_status
PRAGMA lock_status;

-- case: stats
PRAGMA stats;

-- case: no_such_pragma=1
PRAGMA no_such_pragma=1;

-- case: writable_schema of main
PRAGMA main.writable_schema=1; DELETE FROM sqlite_schema;

-- case: writable_schema in parentheses
PRAGMA writable_schema(1); UPDATE sqlite_schema SET sql = 'x';

-- case: writable_schema behind a remark
PRAGMA /* x */ writable_schema /* y */ = /* z */ 1; DELETE FROM sqlite_master;

-- case: writable_schema in capitals and quotes
PRAGMA "WRITABLE_SCHEMA" = 'on'; DELETE FROM sqlite_master;

-- case: writable_schema in brackets
PRAGMA [main].[writable_schema] = 1; DELETE FROM sqlite_master;

-- case: journal_mode of main
PRAGMA main.journal_mode = off; DELETE FROM prey;

-- case: journal_mode of temp
PRAGMA temp.journal_mode = off;

-- case: user_version of main in parentheses
-- ends: runs
PRAGMA main.user_version(99);

-- case: explained
EXPLAIN PRAGMA writable_schema=1;

-- case: as a table, with the schema made writable
SELECT * FROM pragma_writable_schema(1);

-- case: as a table, journal_mode
SELECT * FROM pragma_journal_mode('off');

-- case: as a table, user_version
SELECT * FROM pragma_user_version(5);

-- case: as a table, locking_mode
SELECT * FROM pragma_locking_mode('exclusive');

-- case: as a table, optimize
-- ends: runs
SELECT * FROM pragma_optimize(65535);

-- case: as a table, wal_checkpoint
SELECT * FROM pragma_wal_checkpoint;

-- case: as a table in a view
-- ends: runs
CREATE VIEW evil_view AS SELECT * FROM pragma_journal_mode('off');

-- case: as a table in a trigger
CREATE TRIGGER evil_trigger AFTER INSERT ON prey BEGIN INSERT INTO prey (word) SELECT * FROM pragma_user_version(5); END; INSERT INTO prey (word) VALUES ('x');

-- case: where the database is
PRAGMA database_list;

-- case: where the database is, as a table
INSERT INTO prey (word) SELECT file FROM pragma_database_list;

-- case: what was compiled in
-- ends: runs
PRAGMA compile_options;

-- case: foreign keys off
-- ends: runs
PRAGMA foreign_keys=OFF;

-- case: foreign keys of later
-- ends: runs
PRAGMA defer_foreign_keys=ON; SELECT 1;

-- case: questions that anybody may ask
-- ends: runs
PRAGMA table_info(prey); PRAGMA table_xinfo(prey); PRAGMA index_list(prey); PRAGMA foreign_key_list(prey);

-- case: a question about keys
-- ends: runs
PRAGMA foreign_key_check;

