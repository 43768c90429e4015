import type { EvidenceView } from "../../data/views.ts";
import { day, money } from "../format.ts";

/** An earlier line that a suggestion rests on, or one that speaks against it. */
export function Evidence({ item, currency }: { item: EvidenceView; currency: string }) {
  const coding = [item.account, item.tax, item.projectName].filter((part) => part !== null).join(" · ");
  return (
    <li className="stack small" style={{ "--gap": 0 } as React.CSSProperties}>
      <span className="row apart tight">
        <span className="grow">
          {item.url === null ? item.title : <a href={item.url} target="_blank" rel="noreferrer">{item.title}</a>}, {day(item.date)}
        </span>
        <span className="number">{money(item.amountMinor, currency)}</span>
      </span>
      <span className="soft">{[item.description, coding].filter((part) => part !== "").join(" · ")}</span>
    </li>
  );
}
