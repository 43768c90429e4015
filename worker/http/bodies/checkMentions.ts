import type { Db } from "../../store/open.ts";
import { findRecords, type StoredRecord } from "../../store/reads/records.ts";
import { readReferences, type References } from "../../store/reads/references.ts";
import { refuse } from "../refuse.ts";
import type { Mention } from "./mentions.ts";

export interface Known {
  references: References;
  records: ReadonlyMap<string, StoredRecord>;
}

/**
 * Reads what a body names and ends the request when something is not known, archived, or of another organisation: Xero would refuse
 * it later, when nobody watches.
 */
export async function checkMentions(db: Db, organisationId: string, mentioned: readonly Mention[]): Promise<Known> {
  const ids = mentioned.flatMap((mention) => ("id" in mention ? [mention.id] : []));
  const kinds = [...new Set(mentioned.flatMap((mention) => ("id" in mention ? mention.kinds : [])))];
  const [references, found] = await Promise.all([readReferences(db, organisationId), findRecords(db, organisationId, kinds, ids)]);
  const records = new Map(found.map((record) => [record.id, record]));
  for (const mention of mentioned) {
    const wrong = complaint(mention, references, records);
    if (wrong !== null) refuse("unknown_reference", `${mention.at} ${wrong}`, { at: mention.at });
  }
  return { references, records };
}

/** What is wrong with one mention, worded to follow its field's name; null when it is known. */
function complaint(mention: Mention, { accounts, taxRates, trackingCategories }: References, records: Known["records"]): string | null {
  if ("id" in mention) {
    const record = records.get(mention.id);
    return record !== undefined && mention.kinds.includes(record.kind) ? null : `"${mention.id}" is not known in this organisation.`;
  }
  if ("account" in mention) return state(accounts.find((account) => account.code === mention.account), `account ${mention.account}`);
  if ("accountId" in mention) return state(accounts.find((account) => account.id === mention.accountId), "this account");
  if ("taxType" in mention) return state(taxRates.find((rate) => rate.taxType === mention.taxType), `tax rate ${mention.taxType}`);
  const category = trackingCategories.find(({ id }) => id === mention.categoryId);
  return state(category?.options.find(({ id }) => id === mention.optionId), "this tracking option");
}

function state(found: { status: string } | undefined, name: string): string | null {
  if (found === undefined) return `names ${name}, which this organisation's Xero does not have.`;
  return found.status === "active" ? null : `names ${name}, which is archived in Xero.`;
}
