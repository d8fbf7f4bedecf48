CREATE TABLE author (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(120) NOT NULL DEFAULT 'me' COMMENT 'now plain',
    mail varchar(100) NOT NULL,
    feeling enum('sad', 'so so', 'it''s ok', 'happy', 'mad') DEFAULT 'sad',
    born datetime,
    bio text,
    note text DEFAULT 'x',
    UNIQUE KEY uq_author_mail (mail),
    KEY ix_name (name),
    CONSTRAINT ck_author_name CHECK (name <> 'x')
);
CREATE TABLE order_line (
    order_id int NOT NULL,
    line bigint NOT NULL,
    author_id bigint,
    price decimal(12, 3),
    placed datetime,
    PRIMARY KEY (line),
    CONSTRAINT fk_author FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE CASCADE
);
CREATE TABLE settings (
    id int unsigned NOT NULL PRIMARY KEY,
    code varchar(8),
    changed timestamp NOT NULL DEFAULT current_timestamp()
) ROW_FORMAT = DYNAMIC;
CREATE SEQUENCE order_number START WITH 1000 INCREMENT BY 10 MINVALUE 10 MAXVALUE 99999;
CREATE VIEW cheap AS SELECT order_id FROM order_line;
CREATE TRIGGER touch BEFORE INSERT ON author FOR EACH ROW SET NEW.name = 'x';
