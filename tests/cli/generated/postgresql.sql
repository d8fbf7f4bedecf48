CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE SCHEMA sales;
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
CREATE TYPE sales.state AS ENUM ('new', 'paid');
COMMENT ON TYPE sales.state IS 'of an order';
CREATE SEQUENCE order_number START WITH 1000 INCREMENT BY 5 MINVALUE 10 MAXVALUE 99999 CACHE 3 CYCLE;
CREATE TABLE author (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(80) NOT NULL DEFAULT 'it''s "me"' COLLATE "C",
    mail citext,
    feeling mood NOT NULL DEFAULT 'happy',
    born date DEFAULT CURRENT_DATE,
    tags text[] NOT NULL DEFAULT '{}',
    data jsonb DEFAULT '{"a": [1, 2]}',
    full_name text GENERATED ALWAYS AS (upper(name)) STORED,
    CONSTRAINT uq_author_mail UNIQUE NULLS NOT DISTINCT (mail) INCLUDE (name),
    CONSTRAINT ck_author_name CHECK (name <> '\')
);
COMMENT ON TABLE author IS 'who writes "books"';
COMMENT ON COLUMN author.name IS 'as it''s "printed"';
CREATE TABLE counter (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
COMMENT ON COLUMN counter.note IS 'on
two lines, with a \ and ''quotes''';
CREATE TABLE sales.order_line (
    order_id integer NOT NULL,
    line integer NOT NULL DEFAULT nextval('order_number'),
    author_id bigint REFERENCES author (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    price numeric(10, 2) NOT NULL DEFAULT 0,
    state sales.state NOT NULL DEFAULT 'new',
    during tsrange,
    placed timestamptz(3) DEFAULT now(),
    token uuid DEFAULT gen_random_uuid(),
    ratio double precision,
    span interval,
    body bytea,
    PRIMARY KEY (order_id, line),
    CONSTRAINT no_overlap EXCLUDE USING gist (order_id WITH =, during WITH &&),
    CONSTRAINT ck_price CHECK (price >= 0)
);
COMMENT ON CONSTRAINT ck_price ON sales.order_line IS 'never negative';
ALTER TABLE sales.order_line ADD CONSTRAINT uq_line UNIQUE (line) DEFERRABLE;
CREATE INDEX ix_name ON author (name DESC NULLS LAST, lower(full_name));
CREATE UNIQUE INDEX ux_born ON author (born) INCLUDE (name) WHERE born IS NOT NULL;
CREATE INDEX ix_data ON author USING gin (data jsonb_path_ops);
CREATE INDEX ix_tags ON author USING gin (tags);
CREATE INDEX ix_hash ON author USING hash (mail);
CREATE INDEX ix_name_pattern ON author (name text_pattern_ops);
CREATE INDEX ix_brin ON sales.order_line USING brin (placed);
COMMENT ON INDEX ix_data IS 'for @>';
CREATE VIEW cheap AS SELECT order_id, 'a\b ${x} {y} %d' AS text FROM sales.order_line WHERE price < 5;
COMMENT ON VIEW cheap IS 'not dear';
CREATE MATERIALIZED VIEW totals AS SELECT order_id, sum(price) AS total FROM sales.order_line GROUP BY order_id;
CREATE UNIQUE INDEX ux_totals ON totals (order_id);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    NEW.name := NEW.name || '"\ü😀';
    RETURN NEW;
END
$body$;
CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER touch BEFORE INSERT ON author FOR EACH ROW EXECUTE FUNCTION touch();
