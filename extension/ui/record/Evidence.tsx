import type { EvidenceLineView } from "../../../shared/api/suggestionShapes.ts";
import { day, money } from "../format.ts";

/** An earlier line that a suggestion rests on, or one that speaks against it. The link opens the earlier bill in Xero. */
export function Evidence({ item }: { item: EvidenceLineView }) {
  const title = `${item.supplier}, ${day(item.date)}`;
  const coding = [item.account ?? "no account", item.tax, item.project ?? "no project"].filter((part) => part !== null && part !== "").join(" · ");
  return (
    <li className="small">
      <span className="row apart tight top">
        <span className="grow">
          {item.href === null ? title : <a href={item.href} target="_blank" rel="noreferrer">{title}</a>}
          {item.description !== null && <span className="soft block">{item.description}</span>}
        </span>
        <span className="number">{money(item.amountMinor, item.currency)}</span>
      </span>
      <span className="soft">{coding}</span>
    </li>
  );
}
