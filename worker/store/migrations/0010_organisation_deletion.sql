CREATE TABLE `organisation_deletion` (
	`organisation_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`xero_tenant_id` text,
	`by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`rows` integer NOT NULL,
	`ended_at` integer
) STRICT;--> statement-breakpoint
CREATE INDEX `organisation_deletion_asked` ON `organisation_deletion` (`asked_at`);--> statement-breakpoint
DROP TRIGGER `audit_no_delete`;--> statement-breakpoint
CREATE TRIGGER `audit_no_delete` BEFORE DELETE ON `audit`
WHEN NOT EXISTS (SELECT 1 FROM `organisation_deletion` WHERE `organisation_id` = OLD.`organisation_id`)
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;--> statement-breakpoint
DROP TRIGGER `audit_value_no_delete`;--> statement-breakpoint
CREATE TRIGGER `audit_value_no_delete` BEFORE DELETE ON `audit_value`
WHEN NOT EXISTS (SELECT 1 FROM `organisation_deletion` WHERE `organisation_id` = OLD.`organisation_id`)
BEGIN SELECT raise(ABORT, 'audit values can only be erased'); END;
