-- /// migration
-- revision = "my035"
-- down_revision = "my034"
-- message = "messages in many rows of one insert"
-- ///

-- aludel:upgrade
CREATE TABLE mail_messages (id INT PRIMARY KEY AUTO_INCREMENT, folder ENUM('INBOX', 'Sent', 'Trash; can') DEFAULT 'INBOX', subject VARCHAR(998), body LONGTEXT, size INT UNSIGNED AS (LENGTH(body)) VIRTUAL, FULLTEXT (subject, body));
INSERT INTO mail_messages (folder, subject, body) VALUES
(DEFAULT, 'Hello', 'Dear "A";\r\n\r\nit\'s me.\r\n-- \r\nB'), ('Sent', 'Re: Hello; again', 'C:\\temp\\; \'quoted\''), ('Trash; can', '50% off!!! \_', '<a href="x?a=1&b=2;">click</a>'),
(1, '', ''), (2, 'Привет; мир', REPEAT('long; ', 1000)), (3, NULL, CONCAT_WS(';', 'a', 'b'));
UPDATE mail_messages SET body = REPLACE(body, ';', '\;') WHERE id = 1; SELECT COUNT(*) FROM mail_messages WHERE MATCH (subject, body) AGAINST ('+hello -again' IN BOOLEAN MODE);

-- aludel:downgrade
DROP TABLE mail_messages;
