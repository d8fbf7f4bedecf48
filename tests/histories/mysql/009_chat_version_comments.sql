-- /// migration
-- revision = "my009"
-- down_revision = "my008"
-- message = "comments that the server runs"
-- ///

-- aludel:upgrade
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
CREATE TABLE chat_files (
  id int(11) NOT NULL /*!40101 AUTO_INCREMENT */,
  name varchar(255) /*!40101 CHARACTER SET utf8mb4 */ NOT NULL DEFAULT '' /* plain; comment */,
  /*!99999 broken here; */ size bigint,
  PRIMARY KEY (id)
) /*!40100 DEFAULT CHARSET=utf8mb4 */;
/*!50003 CREATE*/ /*!50003 TRIGGER chat_files_named BEFORE INSERT ON chat_files FOR EACH ROW BEGIN
    IF NEW.name = '' THEN SET NEW.name = 'unnamed; file'; END IF;
END */;
/*M!100100 INSERT INTO chat_files (size) VALUES (1) */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;

-- aludel:downgrade
DROP TABLE chat_files;
