import type { ReactNode } from "react";
import type { Problem } from "../../data/messages.ts";
import type { Tone } from "../../data/marks.ts";

/** A sentence that wants to be read, and what to do next. Problems are announced to screen readers. */
export function Note({ tone, title, children, live = false }: { tone: Tone; title: string; children?: ReactNode; live?: boolean }) {
  return (
    <div className={`note ${tone}`} role={live ? "status" : undefined}>
      <p className="strong">{title}</p>
      {children !== undefined && children !== null && <div className="stack">{children}</div>}
    </div>
  );
}

export function ProblemNote({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  return (
    <Note tone="attention" title={problem.title} live>
      {problem.next !== null && <p>{problem.next}</p>}
      <p className="small">Code: {problem.code}</p>
      {onRetry !== undefined && (
        <div>
          <button type="button" className="button small" onClick={onRetry}>
            Try again
          </button>
        </div>
      )}
    </Note>
  );
}
