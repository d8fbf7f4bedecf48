-- /// migration
-- revision = "pg039"
-- down_revision = "pg038"
-- message = "a text search configuration and a collation"
-- ///

-- aludel:upgrade
CREATE TEXT SEARCH CONFIGURATION mail_words (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION mail_words ALTER MAPPING FOR hword, hword_part, word WITH simple;
CREATE COLLATION mail_numeric (provider = icu, locale = 'en-u-kn-true');
CREATE TABLE mail_headers (message bigint, name text COLLATE mail_numeric, value text, words tsvector GENERATED ALWAYS AS (to_tsvector('mail_words', coalesce(value, ''))) STORED);
CREATE CAST (bigint AS citext) WITH INOUT; DROP CAST (bigint AS citext);
INSERT INTO mail_headers (message, name, value) VALUES (1, 'Subject', 'Re: your "order"; it''s here -- really'), (1, 'To', NULL);

-- aludel:downgrade
DROP TABLE mail_headers;
DROP COLLATION mail_numeric;
DROP TEXT SEARCH CONFIGURATION mail_words;
