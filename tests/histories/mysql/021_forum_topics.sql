-- /// migration
-- revision = "my021"
-- down_revision = "my020"
-- message = "topics and posts of a forum in the old way"
-- ///

-- aludel:upgrade
CREATE TABLE IF NOT EXISTS `forum_topics` (
  `topic_id` mediumint(8) unsigned NOT NULL auto_increment,
  `topic_title` varchar(255) NOT NULL default '',
  `topic_time` int(11) unsigned NOT NULL default '0',
  `topic_views` mediumint(8) unsigned NOT NULL default '0',
  PRIMARY KEY  (`topic_id`),
  KEY `topic_time` (`topic_time`)
) ENGINE=MyISAM DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci;
INSERT INTO `forum_topics` VALUES (1,'Welcome; to the \"forum\"',1700000000,0),(2,'It\'s -- fine',1700000001,3),(3,'/* kept */ #too',1700000002,1);
CREATE TABLE forum_posts LIKE forum_topics; ALTER TABLE forum_posts CHANGE topic_id post_id INT UNSIGNED NOT NULL AUTO_INCREMENT, ADD topic MEDIUMINT UNSIGNED FIRST;
CREATE TABLE forum_old AS SELECT topic_id AS id, topic_title AS title FROM forum_topics WHERE topic_views > 0;

-- aludel:downgrade
DROP TABLE forum_old; DROP TABLE forum_posts; DROP TABLE `forum_topics`;
