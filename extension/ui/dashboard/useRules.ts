import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SyncRules } from "../../../shared/planning/rules.ts";
import { ask } from "../ask.ts";

/** A draft of the sync rules and what saves it. Nothing takes effect before Save. */
export function useRules(saved: SyncRules) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<SyncRules>(saved);
  const save = useMutation({
    mutationFn: () => ask("saveRules", { body: draft, scope: "chosen" }),
    // What the mappings were warned of may be mended with it.
    onSuccess: () => Promise.all(["rules", "mappingProblems"].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
  return { draft, change: (changes: Partial<SyncRules>) => setDraft({ ...draft, ...changes }), save, isChanged: JSON.stringify(draft) !== JSON.stringify(saved) };
}
