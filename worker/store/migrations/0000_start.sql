-- Generated once by drizzle-kit, then edited by hand: STRICT, CHECKs on states and JSON, and the audit's triggers are beyond what
-- drizzle-kit can say. Never regenerate this file; later changes are new migrations.
CREATE TABLE `alarm` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`code` text NOT NULL,
	`sentence` text NOT NULL,
	`remedy` text NOT NULL,
	`raised_at` integer NOT NULL,
	`cleared_at` integer,
	`sent_at` integer,
	PRIMARY KEY(`organisation_id`, `id`)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `alarm_open` ON `alarm` (`organisation_id`,`code`) WHERE cleared_at IS NULL;--> statement-breakpoint
CREATE TABLE `audit` (
	`organisation_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`cause` text NOT NULL,
	`rule` text,
	`record_id` text,
	`kind` text,
	`call_id` text,
	`changes` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`organisation_id`, `seq`),
	CHECK(json_valid(`changes`))
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_record` ON `audit` (`organisation_id`,`record_id`);--> statement-breakpoint
CREATE TABLE `audit_value` (
	`organisation_id` text NOT NULL,
	`hash` text NOT NULL,
	`value` text,
	PRIMARY KEY(`organisation_id`, `hash`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `call` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`body` text NOT NULL,
	`body_hash` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`intent_ids` text NOT NULL,
	`state` text NOT NULL,
	`sent_at` integer,
	`answered_at` integer,
	`status` integer,
	`error` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(`state` IN ('stored', 'sent', 'answered', 'unknown', 'failed')),
	CHECK(json_valid(`intent_ids`))
) STRICT;
--> statement-breakpoint
CREATE INDEX `call_state` ON `call` (`organisation_id`,`state`);--> statement-breakpoint
CREATE TABLE `conflict` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`link_id` text NOT NULL,
	`record_id` text NOT NULL,
	`field_group` text NOT NULL,
	`base` text NOT NULL,
	`ours` text NOT NULL,
	`xero` text NOT NULL,
	`ours_by` text,
	`ours_at` integer,
	`xero_by` text,
	`xero_at` integer,
	`opened_at` integer NOT NULL,
	`resolved_at` integer,
	`resolution` text,
	`resolved_by` text,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(json_valid(`base`)),
	CHECK(json_valid(`ours`)),
	CHECK(json_valid(`xero`))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `conflict_open` ON `conflict` (`organisation_id`,`link_id`,`field_group`) WHERE resolved_at IS NULL;--> statement-breakpoint
CREATE INDEX `conflict_record` ON `conflict` (`organisation_id`,`record_id`);--> statement-breakpoint
CREATE TABLE `credential` (
	`xero_user_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`ciphertext` text NOT NULL,
	`key_id` text NOT NULL,
	`generation` integer NOT NULL,
	`access_expires_at` integer NOT NULL,
	`refreshed_at` integer NOT NULL,
	`scopes` text NOT NULL,
	`state` text NOT NULL,
	`state_reason` text,
	CHECK(`state` IN ('live', 'revoked'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `cursor` (
	`organisation_id` text NOT NULL,
	`kind` text NOT NULL,
	`lane` text NOT NULL,
	`completed_through` integer,
	`running` text,
	`due_at` integer,
	`last_completed_at` integer,
	`last_count` integer,
	PRIMARY KEY(`organisation_id`, `kind`, `lane`),
	CHECK(json_valid(`running`))
) STRICT;
--> statement-breakpoint
CREATE TABLE `guard` (
	`ok` integer NOT NULL,
	CONSTRAINT "guard_ok" CHECK("guard"."ok" = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`first_sequence` integer,
	`last_sequence` integer,
	`received_at` integer NOT NULL,
	`handled_at` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `inbox_open` ON `inbox` (`handled_at`,`received_at`);--> statement-breakpoint
CREATE TABLE `intent` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`link_id` text NOT NULL,
	`kind` text NOT NULL,
	`operation` text NOT NULL,
	`state` text NOT NULL,
	`body` text NOT NULL,
	`groups` text NOT NULL,
	`actor` text NOT NULL,
	`record_revision` integer NOT NULL,
	`call_id` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`not_before_at` integer,
	`error` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(`operation` IN ('create', 'update', 'void', 'delete', 'allocate', 'unallocate', 'note')),
	CHECK(`state` IN ('ready', 'sent', 'unknown', 'done', 'refused', 'abandoned')),
	CHECK(json_valid(`body`)),
	CHECK(json_valid(`groups`))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `intent_open` ON `intent` (`organisation_id`,`link_id`) WHERE state IN ('ready','sent','unknown');--> statement-breakpoint
CREATE INDEX `intent_state` ON `intent` (`organisation_id`,`state`);--> statement-breakpoint
CREATE TABLE `ledger_line` (
	`organisation_id` text NOT NULL,
	`record_id` text NOT NULL,
	`line_key` text NOT NULL,
	`project_id` text NOT NULL,
	`type` text NOT NULL,
	`date` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`minutes` integer,
	`account_code` text,
	PRIMARY KEY(`organisation_id`, `record_id`, `line_key`, `type`),
	CHECK(`type` IN ('revenue', 'collected', 'cost', 'labour', 'committed_revenue', 'committed_cost', 'unbilled'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `ledger_project` ON `ledger_line` (`organisation_id`,`project_id`,`date`);--> statement-breakpoint
CREATE TABLE `link` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`record_id` text NOT NULL,
	`xero_id` text,
	`state` text NOT NULL,
	`reason` text,
	`version` integer NOT NULL,
	`dirty_at` integer,
	`not_before_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`xero_hash` text,
	`base_hash` text,
	`xero_updated_at` integer,
	`equal_at` text,
	`observed_at` integer,
	`compared_at` integer,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(`state` IN ('in_step', 'pending', 'waiting', 'refused', 'conflict', 'proposal', 'quarantined', 'ended', 'unlinked')),
	CHECK(json_valid(`equal_at`)),
	CHECK(json_valid(`reason`))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `link_record` ON `link` (`organisation_id`,`record_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `link_xero` ON `link` (`organisation_id`,`kind`,`xero_id`);--> statement-breakpoint
CREATE INDEX `link_dirty` ON `link` (`organisation_id`,`dirty_at`) WHERE dirty_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `link_state` ON `link` (`organisation_id`,`state`);--> statement-breakpoint
CREATE TABLE `member` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`xero_user_id` text,
	`role` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer,
	CHECK(`role` IN ('admin', 'bookkeeper', 'viewer')),
	CHECK(`state` IN ('invited', 'active', 'removed'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `member_email` ON `member` (`email`);--> statement-breakpoint
CREATE TABLE `organisation` (
	`id` text PRIMARY KEY NOT NULL,
	`xero_tenant_id` text NOT NULL,
	`connection_id` text,
	`name` text NOT NULL,
	`short_code` text,
	`state` text NOT NULL,
	`state_reason` text,
	`facts` text,
	`rules` text NOT NULL,
	`created_at` integer NOT NULL,
	`connected_at` integer,
	`disconnected_at` integer,
	`last_round_at` integer,
	`next_due_at` integer,
	CHECK(`state` IN ('connecting', 'connected', 'needs_sign_in', 'disconnected')),
	CHECK(json_valid(`facts`)),
	CHECK(json_valid(`rules`))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `organisation_tenant` ON `organisation` (`xero_tenant_id`);--> statement-breakpoint
CREATE INDEX `organisation_due` ON `organisation` (`next_due_at`);--> statement-breakpoint
CREATE TABLE `organisation_user` (
	`organisation_id` text NOT NULL,
	`xero_user_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`xero_role` text,
	`state` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `xero_user_id`),
	CHECK(`state` IN ('live', 'lost'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `out_event` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_at` integer,
	`delivered_at` integer,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(json_valid(`body`))
) STRICT;
--> statement-breakpoint
CREATE INDEX `out_event_due` ON `out_event` (`next_at`);--> statement-breakpoint
CREATE TABLE `proof` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`result` text NOT NULL,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(json_valid(`result`))
) STRICT;
--> statement-breakpoint
CREATE INDEX `proof_time` ON `proof` (`organisation_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `proposal` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`link_id` text NOT NULL,
	`record_id` text NOT NULL,
	`field_group` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`decided_at` integer,
	`decision` text,
	`decided_by` text,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(`decision` IN ('applied', 'declined', 'withdrawn')),
	CHECK(json_valid(`before`)),
	CHECK(json_valid(`after`))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `proposal_open` ON `proposal` (`organisation_id`,`link_id`,`field_group`) WHERE decided_at IS NULL;--> statement-breakpoint
CREATE INDEX `proposal_record` ON `proposal` (`organisation_id`,`record_id`);--> statement-breakpoint
CREATE TABLE `quarantine` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`xero_id` text,
	`reason` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	`released_at` integer,
	PRIMARY KEY(`organisation_id`, `id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `quarantine_xero` ON `quarantine` (`organisation_id`,`kind`,`xero_id`);--> statement-breakpoint
CREATE TABLE `record` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`revision` integer NOT NULL,
	`edits` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`status` text,
	`number` text,
	`contact_id` text,
	`project_id` text,
	`date` text,
	`total_minor` integer,
	`search` text,
	PRIMARY KEY(`organisation_id`, `id`),
	CHECK(json_valid(`body`)),
	CHECK(json_valid(`edits`))
) STRICT;
--> statement-breakpoint
CREATE INDEX `record_list` ON `record` (`organisation_id`,`kind`,`updated_at`);--> statement-breakpoint
CREATE INDEX `record_contact` ON `record` (`organisation_id`,`contact_id`,`kind`);--> statement-breakpoint
CREATE INDEX `record_number` ON `record` (`organisation_id`,`kind`,`number`);--> statement-breakpoint
CREATE TABLE `reference` (
	`organisation_id` text NOT NULL,
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`code` text,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`body` text NOT NULL,
	`observed_at` integer NOT NULL,
	`absent_count` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`organisation_id`, `kind`, `id`),
	CHECK(`status` IN ('active', 'archived', 'gone')),
	CHECK(json_valid(`body`))
) STRICT;
--> statement-breakpoint
CREATE TABLE `request` (
	`organisation_id` text NOT NULL,
	`id` text NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer NOT NULL,
	`response` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `id`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `secret` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`member_id` text,
	`organisation_id` text,
	`name` text,
	`prefix` text,
	`scopes` text,
	`data` text,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`used_at` integer,
	`revoked_at` integer,
	CHECK(`kind` IN ('session', 'api_key', 'code', 'state', 'setup'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `secret_member` ON `secret` (`member_id`,`kind`);--> statement-breakpoint
CREATE TABLE `snapshot` (
	`organisation_id` text NOT NULL,
	`hash` text NOT NULL,
	`body` text NOT NULL,
	`stored_at` integer NOT NULL,
	PRIMARY KEY(`organisation_id`, `hash`),
	CHECK(json_valid(`body`))
) STRICT;--> statement-breakpoint
CREATE TRIGGER `audit_no_update` BEFORE UPDATE ON `audit` BEGIN SELECT raise(ABORT, 'audit is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `audit_no_delete` BEFORE DELETE ON `audit` BEGIN SELECT raise(ABORT, 'audit is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `audit_no_gap` BEFORE INSERT ON `audit`
WHEN NEW.`seq` <> (SELECT coalesce(max(`seq`), 0) + 1 FROM `audit` WHERE `organisation_id` = NEW.`organisation_id`)
BEGIN SELECT raise(ABORT, 'audit has no gaps'); END;--> statement-breakpoint
CREATE TRIGGER `audit_value_erase_only` BEFORE UPDATE ON `audit_value`
WHEN NEW.`value` IS NOT NULL OR NEW.`hash` <> OLD.`hash` OR NEW.`organisation_id` <> OLD.`organisation_id`
BEGIN SELECT raise(ABORT, 'audit values can only be erased'); END;--> statement-breakpoint
CREATE TRIGGER `audit_value_no_delete` BEFORE DELETE ON `audit_value` BEGIN SELECT raise(ABORT, 'audit values can only be erased'); END;
