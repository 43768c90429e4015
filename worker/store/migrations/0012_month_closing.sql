CREATE TABLE `month_closing` (
	`organisation_id` text PRIMARY KEY NOT NULL,
	`unread_month` text,
	`unread_since` integer,
	`failed_month` text,
	`failed_since` integer,
	`tries` integer DEFAULT 0 NOT NULL,
	`retry_at` integer
) STRICT;
