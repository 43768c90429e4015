import type { AccessToken, XeroApp } from "../tokens.ts";

/** A scope family; the `.read` variant covers GETs only (facts §1.4). */
export type ScopeFamily =
  | "accounting.invoices" | "accounting.payments" | "accounting.banktransactions" | "accounting.settings" | "accounting.contacts"
  | "accounting.attachments" | "projects";

/** Broad scopes of apps made before 2 March 2026 (facts §1.4). */
const broadScopes: Partial<Record<ScopeFamily, string>> = {
  "accounting.invoices": "accounting.transactions",
  "accounting.payments": "accounting.transactions",
  "accounting.banktransactions": "accounting.transactions",
};

/** Items can be reached by either family (facts §1.4 lists them under both). */
export function hasScope(token: AccessToken, app: XeroApp | undefined, families: readonly ScopeFamily[], isWrite: boolean): boolean {
  const held = (scope: string) => token.scopes.includes(scope) || (!isWrite && token.scopes.includes(`${scope}.read`));
  return families.some((family) => {
    if (held(family)) return true;
    const broad = broadScopes[family];
    return app?.scopes === "broad" && broad !== undefined && held(broad);
  });
}
