ALTER TABLE `organisation` ADD `fence` integer NOT NULL DEFAULT 0;--> statement-breakpoint
CREATE TABLE `look_again` (
	`organisation_id` text NOT NULL,
	`kind` text NOT NULL,
	`xero_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	`lane` text NOT NULL,
	`attempts` integer NOT NULL DEFAULT 0,
	`not_before_at` integer NOT NULL DEFAULT 0,
	PRIMARY KEY(`organisation_id`, `kind`, `xero_id`),
	CHECK(`kind` IN ('contact', 'invoice')),
	CHECK(`lane` IN ('person', 'webhook', 'poll'))
) STRICT;
