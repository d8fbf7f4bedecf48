-- What builders say: a column of its own for each part of it.
CREATE TABLE author (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(80) COLLATE utf8mb4_bin NOT NULL DEFAULT 'it''s "me"' COMMENT 'as it''s "printed"',
    mail varchar(100),
    feeling enum('sad', 'it''s ok', 'happy') NOT NULL DEFAULT 'happy',
    born date DEFAULT (curdate()),
    bio text DEFAULT 'x\\y',
    full_name varchar(90) GENERATED ALWAYS AS (concat(name, '!')) STORED,
    short varchar(10) AS (left(name, 10)) VIRTUAL,
    place point NOT NULL,
    flag tinyint(1) NOT NULL DEFAULT 0,
    raw varbinary(16),
    token uuid DEFAULT uuid(),
    UNIQUE KEY uq_author_mail (mail),
    KEY ix_name (name(10) DESC, born),
    FULLTEXT KEY ft_bio (bio),
    SPATIAL KEY sp_place (place),
    CONSTRAINT ck_author_name CHECK (name <> '\\')
) COMMENT 'who writes "books"';
CREATE TABLE order_line (
    order_id int NOT NULL,
    line int NOT NULL DEFAULT 1,
    author_id bigint,
    price decimal(10, 2) NOT NULL DEFAULT 0,
    placed datetime(6) DEFAULT NULL,
    ratio double,
    body longblob,
    PRIMARY KEY (order_id, line),
    UNIQUE KEY uq_line (line) COMMENT 'once',
    CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT ck_price CHECK (price >= 0)
);
-- What only MariaDB has.
CREATE TABLE settings (
    id int unsigned NOT NULL PRIMARY KEY,
    code varchar(8) CHARACTER SET ascii COLLATE ascii_bin,
    kinds set('a', 'b'),
    data longtext CHECK (json_valid(data)),
    small smallint unsigned zerofill,
    changed timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)
) ROW_FORMAT = COMPRESSED;
CREATE SEQUENCE order_number START WITH 1000 INCREMENT BY 5 MINVALUE 10 MAXVALUE 99999 CACHE 3 CYCLE;
CREATE VIEW cheap AS SELECT order_id, 'a\\b ${x} {y} %d' AS text FROM order_line WHERE price < 5;
CREATE FUNCTION double_it(n int) RETURNS int DETERMINISTIC COMMENT 'twice' RETURN n * 2;
CREATE PROCEDURE nothing(IN a int) SELECT a;
CREATE TRIGGER touch BEFORE INSERT ON author
FOR EACH ROW
SET NEW.name = concat(NEW.name, '"ü');
