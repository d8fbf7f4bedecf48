-- /// migration
-- revision = "my001"
-- message = "users and teams of the chat server"
-- ///

-- aludel:upgrade
CREATE TABLE IF NOT EXISTS `chat_Users` (
  `Id` varchar(26) NOT NULL,
  `CreateAt` bigint(20) DEFAULT NULL,
  `Username` varchar(64) DEFAULT NULL,
  `Email` varchar(128) DEFAULT NULL,
  `Props` json DEFAULT NULL,
  `Locale` varchar(5) DEFAULT 'en' COMMENT 'as the browser says; may be "xx-YY"',
  PRIMARY KEY (`Id`),
  UNIQUE KEY `Username` (`Username`),
  UNIQUE KEY `Email` (`Email`(100)),
  KEY `idx_users_create_at` (`CreateAt`),
  FULLTEXT KEY `idx_users_all_txt` (`Username`,`Email`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci ROW_FORMAT=DYNAMIC COMMENT='people; and bots';
CREATE TABLE chat_Teams (Id VARCHAR(26) PRIMARY KEY, Name VARCHAR(64) UNIQUE, Type ENUM('O','I','it''s; odd') NOT NULL DEFAULT 'O', Flags SET('a','b;c') DEFAULT 'a,b;c') ENGINE = InnoDB COLLATE utf8mb4_general_ci;
# a comment as only this family has it; with a semicolon
INSERT INTO chat_Teams (Id, Name) VALUES ('t1', 'First'), ('t2', 'It\'s; "second"'), ("t3", "Double 'quoted'; \"string\""), ('t4', 'back\\slash\\'), ('t5', '-- none /* of */ # these');

-- aludel:downgrade
DROP TABLE chat_Teams; DROP TABLE IF EXISTS `chat_Users`;
