-- /// migration
-- revision = "my032"
-- down_revision = "my031"
-- message = "accounts, domains and aliases of the e-mail server"
-- ///

-- aludel:upgrade mariadb
CREATE TABLE mail_domains (name VARCHAR(190) PRIMARY KEY, active TINYINT(1) NOT NULL DEFAULT '1') ENGINE=InnoDB CHARSET=ascii;
CREATE TABLE mail_accounts (
	id INT UNSIGNED NOT NULL AUTO_INCREMENT,
	address VARCHAR(190) CHARACTER SET ascii NOT NULL,
	domain VARCHAR(190) CHARACTER SET ascii AS (SUBSTRING_INDEX(address, '@', -1)) PERSISTENT,
	password VARBINARY(128) NOT NULL DEFAULT '{PLAIN};',
	quota BIGINT UNSIGNED NOT NULL DEFAULT 18446744073709551615,
	PRIMARY KEY (id), UNIQUE (address), KEY (domain)
);
INSERT INTO mail_domains (name) VALUES ('example.com'), ('example.org');
INSERT INTO mail_accounts (address) VALUES ('a@example.com'), ('b@example.org');

-- aludel:upgrade mysql
CREATE TABLE mail_domains (name VARCHAR(190) PRIMARY KEY, active TINYINT(1) NOT NULL DEFAULT '1') ENGINE=InnoDB CHARSET=ascii;
CREATE TABLE mail_accounts (
	id INT UNSIGNED NOT NULL AUTO_INCREMENT,
	address VARCHAR(190) CHARACTER SET ascii NOT NULL,
	domain VARCHAR(190) CHARACTER SET ascii AS (SUBSTRING_INDEX(address, '@', -1)) STORED,
	password VARBINARY(128) NOT NULL DEFAULT '{PLAIN};',
	quota BIGINT UNSIGNED NOT NULL DEFAULT 18446744073709551615,
	PRIMARY KEY (id), UNIQUE (address), KEY (domain)
);
INSERT INTO mail_domains (name) VALUES ('example.com'), ('example.org');
INSERT INTO mail_accounts (address) VALUES ('a@example.com'), ('b@example.org');

-- aludel:downgrade
DROP TABLE mail_accounts;
DROP TABLE mail_domains;
