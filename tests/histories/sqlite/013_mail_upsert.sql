-- /// migration
-- revision = "li013"
-- down_revision = "li012"
-- message = "counters that are inserted or updated"
-- ///

-- aludel:upgrade
CREATE TABLE mail_folder_count (folder TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0, updated TEXT) WITHOUT ROWID;
INSERT INTO mail_folder_count (folder, n) SELECT folder, count(*) FROM mail_message WHERE true GROUP BY folder
    ON CONFLICT (folder) DO UPDATE SET n = excluded.n, updated = '2024; upserted' WHERE excluded.n > mail_folder_count.n;
INSERT INTO mail_folder_count VALUES ('INBOX', 1, NULL) ON CONFLICT DO NOTHING;
CREATE TRIGGER mail_counted AFTER INSERT ON mail_message BEGIN
    INSERT INTO mail_folder_count (folder, n) VALUES (NEW.folder, 1) ON CONFLICT (folder) DO UPDATE SET n = n + 1;
END; CREATE TRIGGER mail_uncounted AFTER DELETE ON mail_message BEGIN UPDATE mail_folder_count SET n = n - 1 WHERE folder = OLD.folder; END;

-- aludel:downgrade
DROP TRIGGER mail_uncounted; DROP TRIGGER mail_counted; DROP TABLE mail_folder_count;
