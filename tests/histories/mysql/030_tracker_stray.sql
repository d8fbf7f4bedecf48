-- /// migration
-- revision = "my030"
-- down_revision = "my029"
-- message = "stray semicolons and comments between statements"
-- ///

-- aludel:upgrade
;;
-- nothing before this; really
/* block; comment */ ; # and this; one
CREATE TABLE tracker_stray (id INT); ; INSERT INTO tracker_stray VALUES (1);;INSERT INTO tracker_stray VALUES (2) -- two; of them
; INSERT INTO tracker_stray VALUES (3) # three; of them
;
--
--	tab after the dashes; a comment
/**/ INSERT INTO tracker_stray /* in; side */ VALUES /*! (4) */ ; /* at the end; */

-- aludel:downgrade
DROP TABLE tracker_stray; /* done; */
