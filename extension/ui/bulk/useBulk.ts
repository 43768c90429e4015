import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { BulkLineView, BulkView } from "../../../shared/api/bulkShapes.ts";
import { itemsOf } from "../../data/routeAnswers.ts";
import { ask, ProblemError } from "../ask.ts";
import { type Pace, paceOf, timeLeft } from "./timeLeft.ts";
import { useBulkPages } from "./useBulkPages.ts";

/** Whose books: those of a tab of Xero, or the ones chosen in the popup. */
export type BooksScope = { scope: "chosen" } | { scope: "tab"; tabId: number | null };

/** Nothing moved: Xero takes no more calls for now, or another tab writes the same confirmation. Look again after this. */
const PATIENCE_MS = 2_000;
/** What is decided and on its way arrives by itself; looked at this often while the page shows it. */
const ON_THE_WAY_MS = 5_000;
/** The Worker does not answer, or fails: a step may be asked for again without harm. */
const AGAIN_AFTER_MS = 3_000;

const BEGIN = "beginBulk";

/**
 * A confirmation is stored first and then written some bills at a time, asked for from here as long as the page is open, and by the Worker itself
 * afterwards. So a page that is closed or reloaded in the middle loses nothing, and a second click finds nothing left to confirm.
 */
export function useBulk(scope: BooksScope, { contactId = null, whole = false }: { contactId?: string | null; whole?: boolean } = {}) {
  const queries = useQueryClient();
  const bulksKey = ["bulks", scope];
  const pages = useBulkPages({ scope, contactId, whole });
  const [latestId, setLatestId] = useState<string | null>(null);
  const [pace, setPace] = useState<Pace | null>(null);
  const bulks = useQuery({
    queryKey: bulksKey,
    queryFn: async () => itemsOf(await ask("bulks", scope)),
    refetchInterval: ({ state }) => (state.data?.some(({ id, remaining, onTheWay }) => id === latestId && remaining === 0 && onTheWay > 0) === true ? ON_THE_WAY_MS : false),
  });
  const keep = (view: BulkView): void => {
    setLatestId(view.id);
    setPace((known) => paceOf(known, view, Date.now()));
    queries.setQueryData<readonly BulkView[]>(bulksKey, (known = []) => [view, ...known.filter(({ id }) => id !== view.id)].toSorted((a, b) => b.createdAt - a.createdAt));
    if (view.remaining > 0) return;
    void queries.invalidateQueries({ queryKey: pages.queryKey });
    void queries.invalidateQueries({ queryKey: ["context"] });
  };
  const begin = useMutation({ mutationKey: [BEGIN], mutationFn: (lines: readonly BulkLineView[]) => ask("confirmBulk", { body: { lines: lines.map(asSeen) }, ...scope }), onSuccess: keep, onError: () => queries.invalidateQueries({ queryKey: pages.queryKey }) });
  /** The second click of a double click comes before the button is greyed out. */
  const confirm = (lines: readonly BulkLineView[]): void => {
    if (queries.isMutating({ mutationKey: [BEGIN] }) === 0) begin.mutate(lines);
  };
  const step = useMutation({
    mutationFn: async ({ id, remaining }: BulkView) => {
      const view = await ask("continueBulk", { params: { id }, ...scope });
      if (view.remaining === remaining || view.waits !== null) await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
      return view;
    },
    retry: (_, error) => isPassing(error),
    retryDelay: AGAIN_AFTER_MS,
    onSuccess: keep,
  });
  const undo = useMutation({ mutationFn: (id: string) => ask("undoBulk", { params: { id }, ...scope }), onSuccess: keep });
  const running = bulks.data?.find(({ remaining }) => remaining > 0) ?? null;
  const { mutate, isPending, isError } = step;
  useEffect(() => {
    if (running !== null && !isPending && !isError) mutate(running);
  }, [running, mutate, isPending, isError]);
  /** The one that is being written, or that this page saw being written. */
  const latest = bulks.data?.find(({ id }) => id === (running?.id ?? latestId)) ?? null;
  const seenAt = bulks.dataUpdatedAt;
  return { pages, bulks, begin, confirm, step, undo, running, latest, seenAt, leftMs: latest === null ? null : timeLeft(pace, latest, seenAt) };
}
export type Bulk = ReturnType<typeof useBulk>;

function isPassing(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 0 || error.status >= 500);
}

/** What the person saw is what is sent: a suggestion that changed meanwhile is left out. */
function asSeen({ lineId, account, tax, project }: BulkLineView) {
  return { lineId, accountCode: account?.value ?? null, taxType: tax?.value ?? null, projectId: project?.value ?? null };
}
