CREATE TABLE `erasure` (
	`organisation_id` text NOT NULL,
	`record_id` text NOT NULL,
	`by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`through_seq` integer NOT NULL,
	`scanned_seq` integer NOT NULL,
	`shared` text NOT NULL,
	PRIMARY KEY(`organisation_id`, `record_id`)
) STRICT;
