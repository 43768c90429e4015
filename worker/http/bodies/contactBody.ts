import type * as v from "valibot";
import type { ContactInput } from "../../../shared/api/inputs.ts";
import type { Address, Contact, Phone } from "../../../shared/records/contact.ts";
import { kept } from "./kept.ts";

type Input = v.InferOutput<typeof ContactInput>;
type PhoneIn = { number: string; country?: string | null | undefined; area?: string | null | undefined };
type AddressIn = { lines: string[] } & { [K in Exclude<keyof Address, "lines">]?: string | null | undefined };

/** A contact as sent over what it was. What clients cannot say (further people, status, merges) stays. */
export function contactBody(input: Input, before: Contact | null): Contact {
  const { phones = {}, addresses = {} } = input;
  return {
    name: input.name,
    firstName: kept(input.firstName, before?.firstName, null),
    lastName: kept(input.lastName, before?.lastName, null),
    email: kept(input.email, before?.email, null),
    taxNumber: kept(input.taxNumber, before?.taxNumber, null),
    accountNumber: kept(input.accountNumber, before?.accountNumber, null),
    phones: { default: kept(phone(phones.default), before?.phones.default, null), mobile: kept(phone(phones.mobile), before?.phones.mobile, null), direct: kept(phone(phones.direct), before?.phones.direct, null), fax: kept(phone(phones.fax), before?.phones.fax, null) },
    addresses: { postal: kept(address(addresses.postal), before?.addresses.postal, null), street: kept(address(addresses.street), before?.addresses.street, null) },
    persons: before?.persons ?? [],
    salesTerms: kept(input.salesTerms, before?.salesTerms, null),
    billTerms: kept(input.billTerms, before?.billTerms, null),
    status: before?.status ?? "active",
    mergedIntoId: before?.mergedIntoId ?? null,
    isCustomer: kept(input.isCustomer, before?.isCustomer, false),
    isSupplier: kept(input.isSupplier, before?.isSupplier, false),
  };
}

function phone(input: PhoneIn | null | undefined): Phone | null | undefined {
  return input ? { country: input.country ?? null, area: input.area ?? null, number: input.number } : input;
}

function address(input: AddressIn | null | undefined): Address | null | undefined {
  return input
    ? { lines: input.lines, city: input.city ?? null, region: input.region ?? null, postalCode: input.postalCode ?? null, country: input.country ?? null, attention: input.attention ?? null }
    : input;
}
