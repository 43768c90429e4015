CREATE TABLE `bulk_confirmation` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`by` text NOT NULL,
	`created_at` integer NOT NULL,
	`undone_by` text,
	`undone_at` integer,
	`left_out` text NOT NULL,
	PRIMARY KEY(`organisation_id`, `id`)
) STRICT;--> statement-breakpoint
CREATE TABLE `bulk_item` (
	`organisation_id` text NOT NULL,
	`bulk_id` text NOT NULL,
	`record_id` text NOT NULL,
	`lines` text NOT NULL,
	`state` text NOT NULL,
	`sentence` text,
	`claimed_at` integer,
	PRIMARY KEY(`organisation_id`, `bulk_id`, `record_id`)
) STRICT;--> statement-breakpoint
CREATE INDEX `bulk_item_state` ON `bulk_item` (`organisation_id`,`state`);
