import { useState } from "react";

const KEY = "bulk.unticked";

/**
 * Lines that a person does not want confirmed. They stay unticked while the page writes the others, when the list is looked up again, and when the
 * page is reloaded: else the next click would confirm what was taken out of the last one.
 */
export function useUnticked() {
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(() => new Set(JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as string[]));
  const choose = (lineIds: readonly string[], checked: boolean): void => {
    const next = new Set(unticked);
    for (const id of lineIds)
      if (checked) next.delete(id);
      else next.add(id);
    sessionStorage.setItem(KEY, JSON.stringify([...next]));
    setUnticked(next);
  };
  return { unticked, choose };
}
