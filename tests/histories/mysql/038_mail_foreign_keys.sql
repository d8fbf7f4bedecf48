-- /// migration
-- revision = "my038"
-- down_revision = "my037"
-- message = "a table made anew while its references are not looked at"
-- ///

-- aludel:upgrade
SET FOREIGN_KEY_CHECKS = 0;
CREATE TABLE mail_domains_new (name VARCHAR(190) PRIMARY KEY, active TINYINT(1) NOT NULL DEFAULT 1, note VARCHAR(40) DEFAULT 'a; b') CHARSET=ascii;
INSERT INTO mail_domains_new (name, active) SELECT name, active FROM mail_domains;
DROP TABLE mail_domains; ALTER TABLE mail_domains_new RENAME TO mail_domains;
ALTER TABLE mail_accounts ADD CONSTRAINT mail_accounts_domain FOREIGN KEY (domain) REFERENCES mail_domains (name);
SET FOREIGN_KEY_CHECKS = 1;

-- aludel:downgrade
ALTER TABLE mail_accounts DROP FOREIGN KEY mail_accounts_domain; ALTER TABLE mail_domains DROP COLUMN note;
