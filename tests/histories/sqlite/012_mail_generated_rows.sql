-- /// migration
-- revision = "li012"
-- down_revision = "li011"
-- message = "many rows from a recursive query"
-- ///

-- aludel:upgrade
WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted LIMIT 500)
INSERT INTO mail_message (folder, subject, body) SELECT CASE n % 3 WHEN 0 THEN 'Sent; items' WHEN 1 THEN 'INBOX' ELSE 'Trash' END, 'generated; ' || n, printf('%05d; %s', n, hex(n)) FROM counted;
UPDATE mail_message SET folder = 'Old' WHERE id IN (SELECT id FROM mail_message WHERE subject LIKE 'generated; 4__' ESCAPE '\');
UPDATE mail_message AS m SET flags = c.n FROM (SELECT folder, count(*) AS n FROM mail_message GROUP BY folder HAVING n > 10) AS c WHERE c.folder = m.folder;
DELETE FROM mail_message WHERE folder = 'Old' AND id % 2 = 0 RETURNING id;

-- aludel:downgrade
DELETE FROM mail_message WHERE subject LIKE 'generated; %';
