CREATE TABLE `match_key_filling` (
	`organisation_id` text PRIMARY KEY NOT NULL,
	`after_id` text NOT NULL
) STRICT;--> statement-breakpoint
INSERT INTO `match_key_filling` (`organisation_id`, `after_id`) SELECT `id`, '' FROM `organisation`;
