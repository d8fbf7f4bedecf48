-- /// migration
-- revision = "my002"
-- down_revision = "my001"
-- message = "posts, with everything that a column can have"
-- ///

-- aludel:upgrade
CREATE TABLE chat_posts (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    team VARCHAR(26) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci,
    message MEDIUMTEXT NOT NULL,
    length INT GENERATED ALWAYS AS (char_length(message)) STORED,
    first_word VARCHAR(50) AS (left(substring_index(message, ' ', 1), 50)) VIRTUAL,
    score DECIMAL(10,3) UNSIGNED ZEROFILL DEFAULT 0,
    data VARBINARY(255) DEFAULT x'00ff', bits BIT(8) DEFAULT b'101',
    edited TIMESTAMP(6) NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP(6),
    created DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    year YEAR, at TIME(3), place POINT,
    PRIMARY KEY (id),
    KEY by_team (team, created DESC),
    CONSTRAINT chat_posts_team FOREIGN KEY (team) REFERENCES chat_Teams (Id) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT chat_posts_score CHECK (score < 1000000)
) AUTO_INCREMENT=100 DEFAULT CHARSET=utf8mb4;
INSERT INTO chat_posts (team, message) VALUES ('t1', 'Hello; world'), ('t1', 'line one
line two; -- not a comment
# nor this'), ('t2', '\0\'\"\b\n\r\t\Z\\\%\_'), ('t2', 'emoji 😀; ü'), (NULL, 'it''s' ' joined' ' text; here');

-- aludel:downgrade
DROP TABLE chat_posts;
