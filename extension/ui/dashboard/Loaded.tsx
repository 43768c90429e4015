import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { RouteAnswers } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";

/** Reads one address of the chosen organisation and shows it, or says why not. */
export function Loaded<N extends keyof RouteAnswers>({ route, children }: { route: N; children: (answer: RouteAnswers[N]) => ReactNode }) {
  const query = useQuery({ queryKey: [route], queryFn: () => ask(route, { scope: "chosen" }) });
  if (query.isPending) return <p className="soft">Looking this up.</p>;
  if (query.isError) return <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  return children(query.data as RouteAnswers[N]);
}
