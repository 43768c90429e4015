CREATE TABLE `suggest_state` (
	`organisation_id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`sequence` integer NOT NULL,
	`version` integer NOT NULL,
	`labels` text NOT NULL,
	`followed_to` integer NOT NULL
) STRICT;--> statement-breakpoint
CREATE UNIQUE INDEX `suggest_state_number` ON `suggest_state` (`number`);--> statement-breakpoint
CREATE TABLE `suggest_row` (
	`number` integer NOT NULL,
	`key` integer NOT NULL,
	`at` integer NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`number`, `key`)
) STRICT, WITHOUT ROWID;--> statement-breakpoint
CREATE TABLE `suggest_document` (
	`number` integer NOT NULL,
	`record_id` text NOT NULL,
	`revision` integer NOT NULL,
	`supplier` integer NOT NULL,
	`sequence` integer NOT NULL,
	`lines` text NOT NULL,
	PRIMARY KEY(`number`, `record_id`)
) STRICT;--> statement-breakpoint
CREATE INDEX `suggest_document_supplier` ON `suggest_document` (`number`,`supplier`,`sequence`);--> statement-breakpoint
CREATE TABLE `suggest_answer` (
	`number` integer NOT NULL,
	`line_id` text NOT NULL,
	`record_id` text NOT NULL,
	`revision` integer NOT NULL,
	`version` integer NOT NULL,
	`chart` integer NOT NULL,
	`answer` text NOT NULL,
	`bulk` integer NOT NULL DEFAULT 0,
	PRIMARY KEY(`number`, `line_id`)
) STRICT;--> statement-breakpoint
CREATE INDEX `suggest_answer_record` ON `suggest_answer` (`number`,`record_id`);--> statement-breakpoint
CREATE TABLE `suggest_fate` (
	`number` integer NOT NULL,
	`target` text NOT NULL,
	`band` text NOT NULL,
	`fate` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`number`, `target`, `band`, `fate`)
) STRICT;
