-- A row gets its number when it is stored and its hash a moment later, in order: so those who save at one moment need not wait for each other.
-- An empty hash is not sealed yet; nothing but that may change, once.
CREATE INDEX `audit_unsealed` ON `audit` (`organisation_id`,`seq`) WHERE hash = '';--> statement-breakpoint
DROP TRIGGER `audit_no_update`;--> statement-breakpoint
CREATE TRIGGER `audit_only_seal` BEFORE UPDATE ON `audit`
WHEN OLD.`hash` <> '' OR NEW.`hash` = '' OR NEW.`organisation_id` <> OLD.`organisation_id` OR NEW.`seq` <> OLD.`seq` OR NEW.`at` <> OLD.`at`
	OR NEW.`actor` <> OLD.`actor` OR NEW.`cause` <> OLD.`cause` OR NEW.`rule` IS NOT OLD.`rule` OR NEW.`record_id` IS NOT OLD.`record_id`
	OR NEW.`kind` IS NOT OLD.`kind` OR NEW.`call_id` IS NOT OLD.`call_id` OR NEW.`changes` <> OLD.`changes`
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `audit_sealed_in_order` BEFORE INSERT ON `audit`
WHEN NEW.`hash` <> '' AND EXISTS (SELECT 1 FROM `audit` WHERE `organisation_id` = NEW.`organisation_id` AND `seq` = NEW.`seq` - 1 AND `hash` = '')
BEGIN SELECT raise(ABORT, 'audit has no gaps'); END;
