import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { BulkLineView, BulkPreviewView } from "../../../shared/api/bulkShapes.ts";
import { ask } from "../ask.ts";
import type { BooksScope } from "./useBulk.ts";

/** All pages that were looked at, as one list. */
export interface Found {
  lines: readonly BulkLineView[];
  leftOut: BulkPreviewView["leftOut"];
  notSure: number;
  lookedAt: number;
  notLookedAt: number;
}

interface Wanted {
  scope: BooksScope;
  contactId: string | null;
  /** Look through all open bills; else through the newest, and on when asked. */
  whole: boolean;
}

/** The lines that could be confirmed, looked up a page of open bills after the other: a firm may have thousands. */
export function useBulkPages({ scope, contactId, whole }: Wanted) {
  const queryKey = ["suggestionBulk", scope, contactId];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => ask("suggestionBulk", { ...scope, query: { ...(contactId === null ? {} : { contactId }), ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: false,
    // A line that joins the list between the look and the click would be confirmed unseen.
    refetchOnWindowFocus: false,
  });
  const [goesOn, setGoesOn] = useState(whole);
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (goesOn && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [goesOn, hasNextPage, isFetching, isError, fetchNextPage]);
  const found = useMemo(() => (data === undefined ? null : joined(data.pages)), [data]);
  return { queryKey, query, found, isLooking: goesOn && hasNextPage && !isError, goOn: () => setGoesOn(true), stop: () => setGoesOn(false) };
}

/** A bill that changes between two pages may be on both. */
function joined(pages: readonly BulkPreviewView[]): Found {
  const sum = (of: (page: BulkPreviewView) => number): number => pages.reduce((all, page) => all + of(page), 0);
  return {
    lines: [...new Map(pages.flatMap(({ lines }) => lines.map((line) => [line.lineId, line] as const))).values()],
    leftOut: [...new Map(pages.flatMap(({ leftOut }) => leftOut.map((line) => [line.lineId, line] as const))).values()],
    notSure: sum(({ notSure }) => notSure),
    lookedAt: sum(({ lookedAt }) => lookedAt),
    notLookedAt: pages.at(-1)?.notLookedAt ?? 0,
  };
}
