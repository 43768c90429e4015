import { useQuery } from "@tanstack/react-query";
import type { ContextView } from "../../../shared/api/views.ts";
import type { XeroPage } from "../../data/messages.ts";

/** The names of organisation and record, once the panels below have fetched them; this asks for nothing itself. */
export function useTitle(page: XeroPage | null): { organisation: string | null; record: string | null } {
  const context = useQuery<ContextView>({
    queryKey: ["context", page?.shortCode, page?.subject?.kind, page?.subject?.id],
    enabled: false,
  });
  return { organisation: context.data?.organisation.name ?? null, record: context.data?.record.title ?? null };
}
