-- Quotes, a backslash, several lines, characters beyond ASCII, and what no builder says.
CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL DEFAULT 'it''s "me"',
    CONSTRAINT uq_author UNIQUE (name)
);
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    title VARCHAR(80) NOT NULL,
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    price NUMERIC(10, 2),
    CONSTRAINT ck_price CHECK (price >= 0)
);
CREATE INDEX ix_book_title ON book (title DESC);
CREATE VIEW cheap AS
SELECT id, 'a\b ${x} {y} %d' AS text FROM book
WHERE price < 5;
CREATE TRIGGER touch AFTER INSERT ON book BEGIN UPDATE book SET title = 'ü😀' WHERE id = 0; END;
