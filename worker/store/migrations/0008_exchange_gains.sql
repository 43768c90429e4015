CREATE TABLE `ledger_line_with_gains` (
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
	CHECK(`type` IN ('revenue', 'collected', 'cost', 'labour', 'committed_revenue', 'committed_cost', 'unbilled', 'exchange_on_sales', 'exchange_on_costs'))
) STRICT;--> statement-breakpoint
INSERT INTO `ledger_line_with_gains` SELECT * FROM `ledger_line`;--> statement-breakpoint
DROP TABLE `ledger_line`;--> statement-breakpoint
ALTER TABLE `ledger_line_with_gains` RENAME TO `ledger_line`;--> statement-breakpoint
CREATE INDEX `ledger_project` ON `ledger_line` (`organisation_id`,`project_id`,`date`);--> statement-breakpoint
UPDATE `link` SET `dirty_at` = 1, `not_before_at` = 0 WHERE `dirty_at` IS NULL AND `xero_hash` IS NOT NULL AND `record_id` IN (
	SELECT `id` FROM `record` WHERE `kind` IN ('invoice', 'bill', 'credit_note') AND `body` ->> '$.currencyRateE6' IS NOT NULL
);
