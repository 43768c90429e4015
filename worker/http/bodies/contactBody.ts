import type * as v from "valibot";
import type { ContactInput } from "../../../shared/api/inputs.ts";
import type { Address, Contact, Phone } from "../../../shared/records/contact.ts";

type Input = v.InferOutput<typeof ContactInput>;
type PhoneIn = { number: string; country?: string | null | undefined; area?: string | null | undefined };
type AddressIn = { lines: string[] } & { [K in Exclude<keyof Address, "lines">]?: string | null | undefined };

/** A contact as sent, whole: what is left out is empty. What clients cannot say (further people, status, merges) stays as it was. */
export function contactBody(input: Input, before: Contact | null): Contact {
  const { phones = {}, addresses = {} } = input;
  return {
    name: input.name,
    firstName: input.firstName ?? null,
    lastName: input.lastName ?? null,
    email: input.email ?? null,
    taxNumber: input.taxNumber ?? null,
    accountNumber: input.accountNumber ?? null,
    phones: { default: phone(phones.default), mobile: phone(phones.mobile), direct: phone(phones.direct), fax: phone(phones.fax) },
    addresses: { postal: address(addresses.postal), street: address(addresses.street) },
    persons: before?.persons ?? [],
    salesTerms: input.salesTerms ?? null,
    billTerms: input.billTerms ?? null,
    status: before?.status ?? "active",
    mergedIntoId: before?.mergedIntoId ?? null,
    isCustomer: input.isCustomer ?? before?.isCustomer ?? false,
    isSupplier: input.isSupplier ?? before?.isSupplier ?? false,
  };
}

function phone(input: PhoneIn | null | undefined): Phone | null {
  return input ? { country: input.country ?? null, area: input.area ?? null, number: input.number } : null;
}

function address(input: AddressIn | null | undefined): Address | null {
  return input
    ? { lines: input.lines, city: input.city ?? null, region: input.region ?? null, postalCode: input.postalCode ?? null, country: input.country ?? null, attention: input.attention ?? null }
    : null;
}
