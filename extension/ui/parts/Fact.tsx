import type { ReactNode } from "react";

export function Fact({ label, children, bad = false }: { label: string; children: ReactNode; bad?: boolean }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={bad ? "bad" : undefined}>{children}</dd>
    </div>
  );
}
