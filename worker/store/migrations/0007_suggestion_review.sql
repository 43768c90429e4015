CREATE TABLE `model_answer` (
	`organisation_id` text NOT NULL,
	`key` text NOT NULL,
	`asked_at` integer NOT NULL,
	`day` integer NOT NULL,
	`answer` text,
	PRIMARY KEY(`organisation_id`, `key`)
) STRICT;--> statement-breakpoint
CREATE INDEX `model_answer_day` ON `model_answer` (`organisation_id`,`day`);--> statement-breakpoint
CREATE TABLE `unusual_coding` (
	`organisation_id` text NOT NULL,
	`line_id` text NOT NULL,
	`field` text NOT NULL,
	`record_id` text NOT NULL,
	`booked` text NOT NULL,
	`expected` text NOT NULL,
	`found_at` integer NOT NULL,
	`judgement` text,
	`judged_by` text,
	`judged_at` integer,
	PRIMARY KEY(`organisation_id`, `line_id`, `field`)
) STRICT;--> statement-breakpoint
CREATE INDEX `unusual_coding_open` ON `unusual_coding` (`organisation_id`,`judgement`,`found_at`);--> statement-breakpoint
CREATE TABLE `unusual_look` (
	`organisation_id` text PRIMARY KEY NOT NULL,
	`looked_to` integer NOT NULL,
	`lines` integer NOT NULL
) STRICT;
