-- Counts per coding instead of one text per context: learning then only adds, without reading a row first. Everything here is counted
-- anew from the records, so nothing is carried over.
DROP TABLE `suggest_row`;--> statement-breakpoint
DROP TABLE `suggest_document`;--> statement-breakpoint
DROP TABLE `suggest_fate`;--> statement-breakpoint
DROP TABLE `suggest_state`;--> statement-breakpoint
DELETE FROM `suggest_answer`;--> statement-breakpoint
ALTER TABLE `suggest_answer` ADD COLUMN `seen` integer NOT NULL DEFAULT 0;--> statement-breakpoint
CREATE TABLE `suggest_state` (
	`organisation_id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`edition` integer NOT NULL,
	`rebuilding` integer,
	`labels` text NOT NULL,
	`labelled` integer NOT NULL,
	`followed_to` integer NOT NULL,
	`followed_id` text NOT NULL,
	CHECK(json_valid(`labels`))
) STRICT;--> statement-breakpoint
CREATE UNIQUE INDEX `suggest_state_number` ON `suggest_state` (`number`);--> statement-breakpoint
CREATE TABLE `suggest_count` (
	`number` integer NOT NULL,
	`key` integer NOT NULL,
	`coding` integer NOT NULL,
	`at` integer NOT NULL,
	`lines` integer NOT NULL,
	`weight` real NOT NULL,
	PRIMARY KEY(`number`, `key`, `coding`)
) STRICT, WITHOUT ROWID;--> statement-breakpoint
CREATE INDEX `suggest_count_empty` ON `suggest_count` (`number`) WHERE lines <= 0;--> statement-breakpoint
CREATE TABLE `suggest_document` (
	`number` integer NOT NULL,
	`record` integer NOT NULL,
	`revision` integer NOT NULL,
	`supplier` integer NOT NULL,
	`sequence` integer NOT NULL,
	`lines` text NOT NULL,
	PRIMARY KEY(`number`, `record`)
) STRICT, WITHOUT ROWID;--> statement-breakpoint
CREATE INDEX `suggest_document_supplier` ON `suggest_document` (`number`,`supplier`,`sequence`) WHERE lines <> '';--> statement-breakpoint
CREATE INDEX `record_open_purchase` ON `record` (`organisation_id`,`updated_at`)
	WHERE kind IN ('bill','bank_transaction') AND status IN ('draft','submitted','authorised') AND deleted_at IS NULL;
