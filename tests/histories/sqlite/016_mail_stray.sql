-- /// migration
-- revision = "li016"
-- down_revision = "li015"
-- message = "stray semicolons and comments between statements"
-- ///

-- aludel:upgrade
;;
-- nothing before this; really
/* block; comment
   -- of two lines; */ ;
CREATE TABLE mail_stray (id INT); ; INSERT INTO mail_stray VALUES (1);;INSERT INTO mail_stray VALUES (2) -- two; of them
; INSERT INTO mail_stray VALUES (3) /* three; of them */
;
	INSERT INTO mail_stray /* in; side */ VALUES (4) ; /* /* not nested; */
SELECT ';', "id", ';' FROM mail_stray; -- the end;

-- aludel:downgrade
DROP TABLE mail_stray; -- done;
