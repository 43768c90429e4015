CREATE TABLE `month_summary` (
	`organisation_id` text NOT NULL,
	`month` text NOT NULL,
	`closed_at` integer NOT NULL,
	`sentence` text NOT NULL,
	`summary` text NOT NULL,
	PRIMARY KEY(`organisation_id`, `month`),
	CHECK(json_valid(`summary`))
) STRICT;
