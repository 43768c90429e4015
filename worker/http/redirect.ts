import { refuse } from "./refuse.ts";

/** Chrome gives each extension one address that only it receives; codes go nowhere else. */
export function checkedRedirect(extensionIds: readonly string[], redirect: string): string {
  if (!extensionIds.some((id) => redirect === `https://${id}.chromiumapp.org/`))
    refuse("forbidden", "This redirect address belongs to no known extension.", {
      at: "redirect",
      remedy: "Add the extension's id to EXTENSION_IDS.",
    });
  return redirect;
}

/** Sends the browser back to the extension. */
export function backTo(redirect: string, state: string, fields: Readonly<Record<string, string>>): Response {
  const query = new URLSearchParams({ state, ...fields });
  return new Response(null, { status: 302, headers: { Location: `${redirect}?${query}`, "Cache-Control": "no-store" } });
}

/** Tells the extension why it did not work, in words it can show. */
export function backWithError(redirect: string, state: string, said: { error: string; sentence: string; remedy: string }): Response {
  return backTo(redirect, state, { error: said.error, error_description: said.sentence, remedy: said.remedy });
}
