import { useQuery } from "@tanstack/react-query";
import { send } from "../data/send.ts";

/** Address, who is signed in, which organisation. Read often: a sign-in finishes in the background. */
export function useSettings() {
  return useQuery({ queryKey: ["settings"], queryFn: () => send("page.settings", {}), refetchInterval: 1500, staleTime: 0 });
}
