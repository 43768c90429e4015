CREATE TABLE `watch` (
	`organisation_id` text PRIMARY KEY NOT NULL,
	`lost_events` integer NOT NULL DEFAULT 0,
	`lost_at` integer,
	`untold_changes` integer NOT NULL DEFAULT 0,
	`untold_at` integer,
	`troubles` text,
	`digest_due_at` integer
) STRICT;
