import { useState } from "react";
import type { Subject, XeroPage } from "../../data/messages.ts";
import { Note } from "../parts/Note.tsx";
import { ListPanels } from "./ListPanels.tsx";
import { RecordPanels } from "./RecordPanels.tsx";

/** What to show for a page of Xero: one record, the records of a list, or a sentence that says why nothing. */
export function SubjectView({ subject }: { subject: Subject }) {
  const [picked, setPicked] = useState<XeroPage["subject"]>(null);
  const { page, tabId } = subject;
  if (page === null) return <Nothing title="Nothing to show here" text="Open an invoice, a bill or a contact in Xero." />;
  if (page.shortCode === null)
    return (
      <Nothing
        title="Organisation unknown"
        text="This page does not say for sure which organisation it shows, so nothing is shown and nothing can be changed. Reloading the page usually helps."
      />
    );
  const one = page.subject ?? picked;
  if (one !== null)
    return (
      <>
        {page.subject === null && (
          <p className="panel flat">
            <button type="button" className="button small" onClick={() => setPicked(null)}>
              Back to the list
            </button>
          </p>
        )}
        <RecordPanels key={one.id} shortCode={page.shortCode} kind={one.kind} xeroId={one.id} editing={page.editing} tabId={tabId} />
      </>
    );
  if (page.listed.length > 0) return <ListPanels shortCode={page.shortCode} listed={page.listed} onPick={setPicked} tabId={tabId} />;
  if (page.editing)
    return <Nothing title="Not saved yet" text="Xero has no number for this document until it is saved. Save it, then open it again: project and coding appear here." />;
  return <Nothing title="Nothing to show here" text="Open an invoice, a bill or a contact in Xero." />;
}

function Nothing({ title, text }: { title: string; text: string }) {
  return (
    <div className="panel flat">
      <Note tone="quiet" title={title}>
        <p>{text}</p>
      </Note>
    </div>
  );
}
