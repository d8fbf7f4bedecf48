-- /// migration
-- revision = "pg037"
-- down_revision = "pg036"
-- message = "accounts and mailboxes of the e-mail server"
-- ///

-- aludel:upgrade
CREATE TABLE mail_accounts (
    id INT GENERATED ALWAYS AS IDENTITY, address CITEXT PRIMARY KEY, secret TEXT NOT NULL DEFAULT crypt('changeme', gen_salt('bf', 4)),
    quota BIGINT NOT NULL DEFAULT 1 << 30, aliases CITEXT[] NOT NULL DEFAULT '{}', created timestamp without time zone default (now() at time zone 'utc')
);
CREATE TABLE mail_boxes (account citext REFERENCES mail_accounts ON UPDATE CASCADE ON DELETE CASCADE, name text, uidvalidity int CHECK (uidvalidity > 0), flags bit(8) DEFAULT B'10100000', mask bit varying(16) DEFAULT X'1F', PRIMARY KEY (account, name));
INSERT INTO mail_accounts (address) VALUES ('Postmaster@Example.com'), ('abuse@example.com') ON CONFLICT DO NOTHING;
INSERT INTO mail_boxes (account, name, uidvalidity) SELECT address, n, 1 FROM mail_accounts, unnest(ARRAY['INBOX', 'Sent; Items', 'Trash']) n;

-- aludel:downgrade
DROP TABLE mail_boxes; DROP TABLE mail_accounts
