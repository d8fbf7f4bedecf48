-- /// migration
-- revision = "my022"
-- down_revision = "my021"
-- message = "engine and character set, at last"
-- ///

-- aludel:upgrade
ALTER TABLE `forum_topics` ENGINE = InnoDB;
ALTER TABLE forum_posts ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci, CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
RENAME TABLE forum_old TO forum_older, forum_posts TO forum_messages;
TRUNCATE TABLE forum_older;

-- aludel:downgrade
RENAME TABLE forum_messages TO forum_posts, forum_older TO forum_old;
ALTER TABLE forum_posts ENGINE=MyISAM, CONVERT TO CHARACTER SET latin1 COLLATE latin1_swedish_ci; ALTER TABLE forum_topics ENGINE=MyISAM;
