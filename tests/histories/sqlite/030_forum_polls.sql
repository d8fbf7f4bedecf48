-- /// migration
-- revision = "li030"
-- down_revision = "li029"
-- message = "polls with partial unique indexes"
-- ///

-- aludel:upgrade
CREATE TABLE forum_poll (topic INTEGER NOT NULL, option TEXT NOT NULL, votes INTEGER DEFAULT 0, winner BOOLEAN DEFAULT NULL, PRIMARY KEY (topic, option));
CREATE UNIQUE INDEX forum_one_winner ON forum_poll (topic) WHERE winner IS TRUE;
CREATE INDEX forum_poll_by_share ON forum_poll (topic, votes * 1.0 / (1 + abs(votes)), lower("option") COLLATE NOCASE);
INSERT INTO forum_poll (topic, option, votes) VALUES (1, 'yes;', 3), (1, 'no', 2), (1, 'don''t know', 1);
UPDATE forum_poll SET winner = 1 WHERE (topic, votes) IN (SELECT topic, max(votes) FROM forum_poll GROUP BY topic);

-- aludel:downgrade
DROP TABLE forum_poll;
