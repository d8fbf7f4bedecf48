-- /// migration
-- revision = "pg030"
-- down_revision = "pg029"
-- message = "overloads, variadics, defaults, and functions that return tables"
-- ///

-- aludel:upgrade
CREATE FUNCTION tracker_slug(VARIADIC parts text[]) RETURNS text AS $$ SELECT string_agg(lower(p), '-; -') FROM unnest(parts) p; $$ LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION tracker_slug(part text, n integer DEFAULT 1) RETURNS text AS 'SELECT repeat(part, n) || '';''' LANGUAGE sql;
CREATE FUNCTION tracker_open(project integer) RETURNS TABLE (iid integer, title text) AS $_$
    SELECT i.iid, i.title FROM tracker_issues i WHERE i.project_id = $1 AND i.state_id = 1 /* $1 is the project; */
$_$ LANGUAGE sql STABLE ROWS 100;
CREATE FUNCTION tracker_nested() RETURNS text LANGUAGE plpgsql AS $outer$
DECLARE code text := $inner$ BEGIN; RETURN $$x;y$$; END $inner$;
BEGIN
    RETURN code || $a$;$a$ || 'it''s';
END;
$outer$;
CREATE OPERATOR #~# (LEFTARG = text, RIGHTARG = integer, FUNCTION = tracker_slug);
SELECT 'a' #~# 2, tracker_slug(VARIADIC ARRAY['A', 'B']), tracker_nested();
DROP OPERATOR #~# (text, integer);

-- aludel:downgrade
DROP FUNCTION tracker_nested();
DROP FUNCTION tracker_open(integer);
DROP FUNCTION tracker_slug(text, integer);
DROP FUNCTION tracker_slug(text[]);
