-- /// migration
-- revision = "my010"
-- down_revision = "my009"
-- message = "one ALTER with many clauses"
-- ///

-- aludel:upgrade mariadb
ALTER TABLE `chat_posts`
    ADD COLUMN `pinned` TINYINT(1) NOT NULL DEFAULT '0' AFTER `message`, -- first; of many
    ADD COLUMN reactions JSON CHECK (json_valid(reactions)),
    MODIFY COLUMN message LONGTEXT NOT NULL COMMENT 'raw; never cooked',
    CHANGE COLUMN at posted_at TIME(3) NULL,
    ADD INDEX idx_pinned (pinned, id),
    ADD UNIQUE INDEX idx_edited USING BTREE (edited, id),
    DROP INDEX by_team,
    ADD INDEX by_team_again (team),
    ALTER COLUMN year SET DEFAULT 2024,
    COMMENT = 'with pins', ALGORITHM=COPY;
ALTER TABLE chat_posts RENAME INDEX idx_pinned TO idx_is_pinned, ALTER INDEX idx_edited IGNORED;
UPDATE chat_posts SET reactions = JSON_OBJECT('a;b', JSON_ARRAY(1, 'x')) WHERE id > 0;
SELECT 1--1, 5-- 2; is a comment
+ 1;

-- aludel:upgrade mysql
ALTER TABLE `chat_posts`
    ADD COLUMN `pinned` TINYINT(1) NOT NULL DEFAULT '0' AFTER `message`, -- first; of many
    ADD COLUMN reactions JSON CHECK (json_valid(reactions)),
    MODIFY COLUMN message LONGTEXT NOT NULL COMMENT 'raw; never cooked',
    CHANGE COLUMN at posted_at TIME(3) NULL,
    ADD INDEX idx_pinned (pinned, id),
    ADD UNIQUE INDEX idx_edited USING BTREE (edited, id),
    DROP INDEX by_team,
    ADD INDEX by_team_again (team),
    ALTER COLUMN year SET DEFAULT 2024,
    COMMENT = 'with pins', ALGORITHM=COPY;
ALTER TABLE chat_posts RENAME INDEX idx_pinned TO idx_is_pinned, ALTER INDEX idx_edited INVISIBLE;
UPDATE chat_posts SET reactions = JSON_OBJECT('a;b', JSON_ARRAY(1, 'x')) WHERE id > 0;
SELECT 1--1, 5-- 2; is a comment
+ 1;

-- aludel:downgrade mariadb
ALTER TABLE chat_posts DROP COLUMN pinned, DROP COLUMN reactions, MODIFY COLUMN message MEDIUMTEXT NOT NULL,
    CHANGE COLUMN posted_at at TIME(3), DROP INDEX IF EXISTS idx_is_pinned, DROP INDEX idx_edited, ADD INDEX by_team (team, created DESC), DROP INDEX by_team_again,
    ALTER COLUMN year DROP DEFAULT, COMMENT = '';

-- aludel:downgrade mysql
ALTER TABLE chat_posts DROP COLUMN pinned, DROP COLUMN reactions, MODIFY COLUMN message MEDIUMTEXT NOT NULL,
    CHANGE COLUMN posted_at at TIME(3), DROP INDEX idx_is_pinned, DROP INDEX idx_edited, ADD INDEX by_team (team, created DESC), DROP INDEX by_team_again,
    ALTER COLUMN year DROP DEFAULT, COMMENT = '';
