import { useQuery } from "@tanstack/react-query";
import type { XeroPage } from "../../data/messages.ts";
import { marginText, WORDS } from "../../overlay/words.ts";
import { ask, problemOf } from "../ask.ts";
import { BulkCard } from "../bulk/BulkCard.tsx";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { StaleNote } from "../parts/StaleNote.tsx";

interface Props {
  shortCode: string;
  listed: XeroPage["listed"];
  tabId: number | null;
  onPick: (record: NonNullable<XeroPage["subject"]>) => void;
}

const NEEDS_NOBODY = new Set(["in-step", "untracked"]);

/** The rows of a list that want a person, in page order; the same as the badges, for whoever works by keyboard. */
export function ListPanels({ shortCode, listed, tabId, onPick }: Props) {
  const marks = useQuery({
    queryKey: ["marks", shortCode, listed.map(({ id }) => id)],
    queryFn: () => ask("marks", { body: { shortCode, records: listed }, scope: "tab", tabId }),
  });
  if (marks.isPending) return <p className="panel flat soft">Looking these up.</p>;
  if (marks.data === undefined)
    return (
      <div className="panel flat">
        <ProblemNote problem={problemOf(marks.error)} onRetry={() => void marks.refetch()} />
      </div>
    );
  const { page } = marks.data;
  if (page !== null)
    return (
      <div className="panel flat">
        <Note tone="quiet" title={WORDS[page].label}>
          <p>{WORDS[page].meaning}</p>
        </Note>
      </div>
    );
  const open = listed.flatMap((record, index) => {
    const mark = marks.data.marks[record.id];
    return mark === undefined || NEEDS_NOBODY.has(mark.state) ? [] : [{ record, mark, row: index + 1 }];
  });
  const label = listed[0]?.kind === "invoice" ? "invoices" : "bills";
  return (
    <>
      <StaleNote query={marks} />
      <section className="panel flat" aria-label="What wants you on this list">
        <header>
          <h2>{open.length === 0 ? `All ${listed.length} ${label} on this page are in order` : `${open.length} of ${listed.length} ${label} on this page want you`}</h2>
        </header>
        <ul className="stack two">
          {open.map(({ record, mark, row }) => (
            <li key={record.id} className="row apart tight">
              <span className="grow">
                Row {row}
                <span className="soft small block">
                  {[mark.projectName, mark.marginE2 === null ? null : `${marginText(mark.marginE2)} margin`].filter((part) => part !== null).join(" · ")}
                </span>
              </span>
              <span className={`tag ${WORDS[mark.state].tone}`}>{WORDS[mark.state].short || WORDS[mark.state].label}</span>
              <button type="button" className="button small" onClick={() => onPick(record)}>
                Open<span className="unseen"> row {row}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      {label === "bills" && <BulkCard tabId={tabId} contactId={null} />}
    </>
  );
}
