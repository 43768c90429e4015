import { send } from "../data/send.ts";
import type { ApiRequest, Problem } from "../data/messages.ts";
import type { RouteAnswers } from "../data/routeAnswers.ts";

/** What react-query carries as an error: a problem that a person can read. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly status: number;
  constructor(problem: Problem, status: number) {
    super(problem.title);
    this.problem = problem;
    this.status = status;
  }
}

/** Asks the firm's Worker by way of the background worker. Throws ProblemError. */
export async function ask<N extends keyof RouteAnswers>(route: N, request: Omit<ApiRequest, "route">): Promise<RouteAnswers[N]> {
  const answer = await send("page.request", { route, ...request });
  if (!answer.ok) throw new ProblemError(answer.problem, answer.status);
  return answer.body as RouteAnswers[N];
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { code: "unexpected", title: "Something went wrong in the extension.", next: "Reload the page. If it happens again, tell your admin." };
}
