-- /// migration
-- revision = "li011"
-- down_revision = "li010"
-- message = "messages with many rows in one insert"
-- ///

-- aludel:upgrade
CREATE TABLE mail_message (id INTEGER PRIMARY KEY, folder TEXT DEFAULT "INBOX", subject, body, flags INTEGER DEFAULT (1 << 3 | 2));
INSERT INTO mail_message (subject, body) VALUES
    ('Hello', 'Dear "A";
it''s me.
-- 
B'), ('C:\temp\', 'a backslash is nothing special \'), ('', NULL), ('Привет; мир 🎉', zeroblob(4)),
    (X'53514C', 0xFF), (-9223372036854775808, 9.0e+99), (1000, .5);

-- aludel:downgrade
DROP TABLE mail_message;
