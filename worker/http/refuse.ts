import { type Problem, type ProblemCode, problem } from "../../shared/api/problem.ts";

/** Ends a request with a problem document; the app's error handler sends it. Thrown only inside routes. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(refused: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(refused.detail);
    this.problem = refused;
    this.headers = headers;
  }
}

export function refuse(code: ProblemCode, detail: string, more: { remedy?: string; at?: string } = {}): never {
  throw new Refusal(problem(code, detail, more));
}
