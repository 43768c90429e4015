import { useQuery } from "@tanstack/react-query";
import { ask } from "../../ask.ts";
import { Note } from "../../parts/Note.tsx";

/** The last closed month in one sentence, where the dashboard opens. What fails here is said on the report's own page. */
export function ClosedMonth() {
  const months = useQuery({ queryKey: ["months"], queryFn: () => ask("months", { scope: "chosen" }) });
  const last = months.data?.items.find(({ state }) => state === "closed");
  if (last?.sentence == null) return null;
  return (
    <Note tone="info" title={last.sentence}>
      <p>
        <a href="#reports">See the whole month</a>
      </p>
    </Note>
  );
}
