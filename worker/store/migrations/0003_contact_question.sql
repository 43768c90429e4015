CREATE TABLE `contact_question` (
	`organisation_id` text NOT NULL,
	`record_id` text NOT NULL,
	`among` text NOT NULL,
	`opened_at` integer NOT NULL,
	`decided_at` integer,
	`same_as` text,
	`decided_by` text,
	PRIMARY KEY(`organisation_id`, `record_id`)
) STRICT;
