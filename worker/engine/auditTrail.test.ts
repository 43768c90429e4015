import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Row } from "../store/port.ts";
import { auditChanges, type AuditEntry, chainEnd, verifyChain } from "./auditTrail.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const entry = (after: unknown): AuditEntry => ({
  at: 1, actor: { type: "xero", id: "xero", name: "Xero" }, cause: "observed", rule: null, recordId: "r", kind: "contact", callId: null,
  changes: [{ group: "name", before: null, after }],
});
function chainOf(...afters: unknown[]) {
  const { changes } = auditChanges("o", null, afters.map(entry), hash);
  const rows = changes.flatMap((change) => ("insert" in change && change.insert === "audit" ? change.rows : [])) as Row<"audit">[];
  const values = changes.flatMap((change) => ("insertNew" in change && change.insertNew === "auditValue" ? change.rows : [])) as Row<"auditValue">[];
  return { rows, values };
}

describe("the audit chain", () => {
  test("verifies as written, and continues where it ended", () => {
    const { rows, values } = chainOf("Ann", "Anna");
    expect(verifyChain(rows, values, hash)).toEqual({ ok: true, rows: 2 });
    const more = auditChanges("o", { seq: 2, hash: rows[1]!.hash }, [entry("Anne")], hash);
    const third = (more.changes[0] as unknown as { rows: Row<"audit">[] }).rows;
    expect(verifyChain([...rows, ...third], values, hash)).toEqual({ ok: true, rows: 3 });
  });
  test("still verifies after a value was erased", () => {
    const { rows, values } = chainOf("Ann", "Anna");
    expect(verifyChain(rows, values.map((value) => ({ ...value, value: null })), hash).ok).toBe(true);
  });
  test.each<[string, (rows: Row<"audit">[]) => Row<"audit">[], number]>([
    ["a changed row", ([a, b, c]) => [a!, { ...b!, actor: "{}" }, c!], 2],
    ["a dropped row", ([a, , c]) => [a!, c!], 2],
    ["a row put before another", ([a, b, c]) => [b!, a!, c!], 1],
  ])("%s is found where it is", (_, spoil, atSeq) => {
    const { rows, values } = chainOf("Ann", "Anna", "Anne");
    expect(verifyChain(spoil(rows), values, hash)).toMatchObject({ ok: false, atSeq });
  });
  test("entries that have their number alone are sealed as if they had been chained at once", () => {
    const { rows, values } = chainOf("Ann", "Anna", "Anne");
    const open = rows.map((row, index) => (index === 0 ? row : { ...row, hash: "" }));
    expect(verifyChain(open, values, hash)).toEqual({ ok: true, rows: 3 });
    const end = chainEnd("o", hash).make([[open[0]], open.slice(1)]);
    expect(end).toEqual({ head: { seq: 3, hash: rows[2]!.hash }, unsealed: rows.slice(1).map(({ seq, hash }) => ({ seq, hash })) });
    // Once one behind it is sealed, an entry without a hash is one that was tampered with.
    expect(verifyChain([rows[0]!, { ...rows[1]!, hash: "" }, rows[2]!], values, hash)).toMatchObject({ ok: false, atSeq: 2 });
  });
  test("a changed value is found", () => {
    const { rows, values } = chainOf("Ann");
    expect(verifyChain(rows, [{ ...values[0]!, value: '"Bob"' }], hash).ok).toBe(false);
  });
});
