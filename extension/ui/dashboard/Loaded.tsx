import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { RouteAnswers } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { StaleNote } from "../parts/StaleNote.tsx";

/** Reads one address of the chosen organisation and shows it, or says why not. A later look that fails takes nothing away. */
export function Loaded<N extends keyof RouteAnswers>({ route, children }: { route: N; children: (answer: RouteAnswers[N]) => ReactNode }) {
  const query = useQuery({ queryKey: [route], queryFn: () => ask(route, { scope: "chosen" }) });
  if (query.isError && query.data === undefined) return <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <p className="soft">Looking this up.</p>;
  return (
    <>
      <StaleNote query={query} />
      {children(query.data as RouteAnswers[N])}
    </>
  );
}
