import { describe, expect, test } from "vitest";
import { promise } from "../../test/promise.ts";
import { testContact, testDocument, testPayment } from "../planning/testFirm.ts";
import { duplicateContacts } from "./duplicateContacts.ts";
import { matchContact, type ContactCandidate } from "./matchContact.ts";
import { normalisedName } from "./normalisedName.ts";
import { proveLink } from "./proveLink.ts";

const wanted = testContact({ name: "Acme Pty Ltd", email: "hello@acme.example", taxNumber: "51 824 753 556" });
const candidate = (id: string, more: Partial<ContactCandidate["body"]>): ContactCandidate => ({ id, body: { name: "Other", email: null, taxNumber: null, status: "active", ...more } });

describe("which contact is the same", () => {
  const rows: [string, ContactCandidate[], ReturnType<typeof matchContact>][] = [
    ["nobody like it", [candidate("a", {})], { type: "none" }],
    ["the same tax number, spaces aside", [candidate("a", { taxNumber: "51824753556" })], { type: "same", id: "a", by: "tax_number" }],
    ["the tax number goes before a name elsewhere", [candidate("a", { taxNumber: "51824753556" }), candidate("b", { name: "Acme" })], { type: "same", id: "a", by: "tax_number" }],
    ["e-mail and name", [candidate("a", { name: "ACME", email: "Hello@acme.example" })], { type: "same", id: "a", by: "email" }],
    ["an e-mail alone may be a shared one", [candidate("a", { email: "hello@acme.example" })], { type: "choose", among: [{ id: "a", reasons: ["email"] }] }],
    ["a name alone, nothing against it", [candidate("a", { name: "The Acme Company" })], { type: "same", id: "a", by: "name" }],
    ["a name whose tax number differs", [candidate("a", { name: "Acme", taxNumber: "1" })], { type: "choose", among: [{ id: "a", reasons: ["tax_number_differs", "name"] }] }],
    ["two of one name", [candidate("a", { name: "Acme" }), candidate("b", { name: "Acme Inc." })], { type: "choose", among: [{ id: "a", reasons: ["name"] }, { id: "b", reasons: ["name"] }] }],
    ["an archived one is not taken up silently", [candidate("a", { taxNumber: "51824753556", status: "archived" })], { type: "choose", among: [{ id: "a", reasons: ["tax_number", "archived"] }] }],
  ];
  test.each(rows)("%s", (_, candidates, match) => expect(matchContact(wanted, candidates)).toEqual(match));

  promise(["SM-08", "HP-08"], "matching", "the order of the candidates never decides", () => {
    const all = [candidate("a", { name: "Acme" }), candidate("b", { email: "hello@acme.example" }), candidate("c", { taxNumber: "51824753556" })];
    expect(matchContact(wanted, [...all].reverse())).toEqual(matchContact(wanted, all));
  });

  test.each([
    ["Harbour Films", "Harbor Films", ["similar_name"]],
    ["Harbour Films", "Harbour Films Sydney", ["similar_name"]],
    ["Unit 4 Studios", "Unit 5 Studios", null],
    ["Harbour Films", "Harbour Freight", null],
    ["Anna", "Anne", null],
  ])("%s and %s: a person is asked only where they may be one", (name, other, reasons) => {
    const match = matchContact(testContact({ name, email: null }), [candidate("a", { name: other })]);
    expect(match).toEqual(reasons === null ? { type: "none" } : { type: "choose", among: [{ id: "a", reasons }] });
  });

  test("contacts that share a tax number, an e-mail or a name are shown, once", () => {
    const all = [candidate("a", { name: "Acme", email: "x@y.z" }), candidate("b", { name: "ACME Pty Ltd", email: "X@y.z" }), candidate("c", { name: "Other" }), candidate("d", { name: "Acme", status: "archived" })];
    expect(duplicateContacts(all)).toEqual([{ ids: ["a", "b"], by: "email" }]);
  });

  test.each([
    ["Café Müller GmbH", "cafe muller"],
    ["Smith & Sons Ltd.", "smith and sons"],
    ["The Company", "the company"],
    ["株式会社", "株式会社"],
  ])("%s is compared as %s", (name, plain) => expect(normalisedName(name)).toBe(plain));
});

describe("a link is proved after a reconnect", () => {
  const invoice = testDocument();
  test.each([
    ["the same document", proveLink("invoice", "x", invoice, { xeroId: "x", body: { ...invoice, reference: "newer" } }), { proved: true, differs: [] }],
    ["not there any more", proveLink("invoice", "x", invoice, null), { proved: false, differs: ["id"] }],
    ["another number and total", proveLink("invoice", "x", invoice, { xeroId: "x", body: { ...invoice, number: "INV-2", totalMinor: 1 } }), { proved: false, differs: ["number", "total"] }],
    ["a contact renamed, its tax number the same", proveLink("contact", "x", wanted, { xeroId: "x", body: { ...wanted, name: "New" } }), { proved: true, differs: [] }],
    ["another contact under the id", proveLink("contact", "x", wanted, { xeroId: "x", body: testContact({ name: "New" }) }), { proved: false, differs: ["name"] }],
    ["a payment of another amount", proveLink("payment", "x", testPayment(), { xeroId: "x", body: testPayment({ amountMinor: 1 }) }), { proved: false, differs: ["amount"] }],
  ])("%s", (_, proof, expected) => expect(proof).toEqual(expected));
});
