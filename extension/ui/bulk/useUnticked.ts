import { useState } from "react";

const KEY = "bulk.unticked";

/**
 * Lines that a person does not want confirmed. They stay unticked while the page writes the others, when the list is looked up again, and, outside of
 * Xero's pages, when the page is reloaded: else the next click would confirm what was taken out of the last one.
 */
export function useUnticked() {
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(() => new Set(kept()));
  const choose = (lineIds: readonly string[], checked: boolean): void => {
    const next = new Set(unticked);
    for (const id of lineIds)
      if (checked) next.delete(id);
      else next.add(id);
    keep([...next]);
    setUnticked(next);
  };
  return { unticked, choose };
}

/** Chrome denies storage to a card in somebody else's page, where third-party storage is off. */
function kept(): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as string[];
  } catch {
    return [];
  }
}

function keep(lineIds: readonly string[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(lineIds));
  } catch {
    // Then they are kept as long as the card is open.
  }
}
