import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../data/send.ts";
import type { SubjectKind } from "../../data/messages.ts";
import type { ContextView, WrittenView } from "../../../shared/api/views.ts";
import { ask, problemOf } from "../ask.ts";
import { BulkCard } from "../bulk/BulkCard.tsx";
import { Note, ProblemNote } from "../parts/Note.tsx";
import { StaleNote } from "../parts/StaleNote.tsx";
import { SplitEditor } from "../split/SplitEditor.tsx";
import { Conflict } from "./Conflict.tsx";
import { History } from "./History.tsx";
import { LastWrite } from "./LastWrite.tsx";
import { Lines } from "./Lines.tsx";
import { Payments } from "./Payments.tsx";
import { ProjectPanel } from "./ProjectPanel.tsx";
import { Proposal } from "./Proposal.tsx";
import { SplitPanel, splitParts } from "./SplitPanel.tsx";
import { StatePanel } from "./StatePanel.tsx";
import { Suggestions } from "./Suggestions.tsx";
import { viewUrl } from "./xeroLinks.ts";

interface Props {
  shortCode: string;
  kind: SubjectKind;
  xeroId: string;
  editing: boolean;
  tabId: number | null;
}

/** What a click came to. Xero's refusal, or what it waits for, has a remedy beside its sentence. */
interface Came {
  sentence: string;
  remedy: string | null;
  reload: boolean;
  undo: { route: Write["undoneBy"]; id: string } | null;
}

/** A write of a person, and by which address a click takes it back. */
interface Write {
  run: () => Promise<WrittenView>;
  undoneBy: "undoCoding" | "undoSplit";
}

const WRITE = "write";

/** Everything about one record: what needs a person first, then how things stand, then how they came to be so. */
export function RecordPanels({ shortCode, kind, xeroId, editing, tabId }: Props) {
  const queries = useQueryClient();
  const key = ["context", shortCode, kind, xeroId];
  const scope = { scope: "tab", tabId } as const;
  const context = useQuery({ queryKey: key, queryFn: () => ask("context", { query: { shortCode, kind, xeroId }, ...scope }) });
  const [written, setWritten] = useState<Came | null>(null);
  // What a person was entering is over once he has divided lines or put them together again; what others change leaves it as it is.
  const [divided, setDivided] = useState(0);
  const write = useMutation({
    mutationKey: [WRITE],
    mutationFn: async ({ run }: Write) => await run(),
    onSuccess: async (answer, { undoneBy }) => {
      setWritten({ sentence: answer.sentence, remedy: answer.outcome === "written" ? null : (answer.context.reason?.remedy ?? null), reload: answer.outcome === "written", undo: answer.undo === undefined ? null : { route: undoneBy, id: answer.undo } });
      if (idsOf(answer.context) !== idsOf(queries.getQueryData<ContextView>(key))) setDivided((times) => times + 1);
      queries.setQueryData(key, answer.context);
      await send("page.changed", { tabId });
    },
    // Often because the record is another by now: then the card shows it as it is.
    onError: () => queries.invalidateQueries({ queryKey: key }),
    onMutate: () => setWritten(null),
  });

  const credit = useMutation({
    mutationFn: async (of: { id: string; kind: string }) => await ask(of.kind === "bill" ? "creditBill" : "creditInvoice", { params: { id: of.id }, ...scope }),
    onSuccess: () => setWritten({ sentence: "A draft credit note is made. Choose its lines before it is approved.", remedy: null, reload: false, undo: null }),
    onMutate: () => setWritten(null),
  });

  if (context.isPending) return <p className="panel flat soft">Looking this up.</p>;
  if (context.data === undefined)
    return (
      <div className="panel flat">
        <ProblemNote problem={problemOf(context.error)} onRetry={() => void context.refetch()} />
      </div>
    );
  const view = context.data;
  const writeNow = (run: Write["run"], undoneBy: Write["undoneBy"] = "undoCoding"): void => {
    // The second click of a double click comes before the button is greyed out.
    if (queries.isMutating({ mutationKey: [WRITE] }) === 0) write.mutate({ run, undoneBy });
  };
  const split = (lineId: string, parts: ReturnType<typeof splitParts>): void => writeNow(() => ask("splitLine", { params: { id: view.record.id }, body: { shortCode, lineId, parts }, ...scope }), "undoSplit");
  const busy = write.isPending || credit.isPending;
  const decided = { editing, busy };
  return (
    <>
      <StaleNote query={context} />
      {written !== null && (
        <div className="panel flat" role="status">
          <Note tone={written.remedy === null ? "good" : "attention"} title={written.reload ? "Written. Reload to see it in Xero." : written.sentence}>
            {written.reload && <p>{written.sentence}</p>}
            {written.remedy !== null && <p>{written.remedy}</p>}
            <div className="row">
              {written.reload && (
                <button type="button" className="button small" onClick={() => void send("page.reloadTab", { tabId })}>
                  Reload
                </button>
              )}
              {written.undo !== null && (
                <button
                  type="button"
                  className="button small"
                  disabled={busy}
                  onClick={() => writeNow(() => ask(written.undo?.route ?? "undoCoding", { params: { id: view.record.id }, body: { shortCode, undo: written.undo?.id }, ...scope }))}
                >
                  Undo
                </button>
              )}
            </div>
          </Note>
        </div>
      )}
      {written === null && view.undoable !== null && !editing && (
        <LastWrite undoable={view.undoable} busy={busy} onUndo={({ kind: what, undo }) => writeNow(() => ask(what === "split" ? "undoSplit" : "undoCoding", { params: { id: view.record.id }, body: { shortCode, undo }, ...scope }))} />
      )}
      {(write.isError || credit.isError) && (
        <div className="panel flat">
          <ProblemNote problem={problemOf(write.error ?? credit.error)} />
        </div>
      )}
      <StatePanel
        context={view}
        {...decided}
        onRetry={() => writeNow(() => ask("retry", { params: { id: view.record.id }, ...scope }))}
        onNextNumber={() => writeNow(() => ask("takeNextNumber", { params: { id: view.record.id }, ...scope }))}
        onGiveUp={() => writeNow(() => ask("giveUp", { params: { id: view.record.id }, ...scope }))}
      />
      {view.conflicts.map((conflict) => (
        <Conflict
          key={conflict.id}
          conflict={conflict}
          {...decided}
          onResolve={(choice) => writeNow(() => ask("resolveConflict", { params: { id: conflict.id }, body: { choice }, ...scope }))}
        />
      ))}
      {view.proposals.map((proposal) => (
        <Proposal
          key={proposal.id}
          proposal={proposal}
          {...decided}
          onCredit={() => credit.mutate(view.record)}
          onDecide={(decision) => writeNow(() => ask("decideProposal", { params: { id: proposal.id }, body: { decision }, ...scope }))}
        />
      ))}
      {view.split !== null && (
        <SplitPanel
          split={view.split}
          currency={view.record.currency}
          {...decided}
          onSplit={() => view.split !== null && split(view.split.lineId, splitParts(view.split))}
        />
      )}
      <Suggestions
        key={divided}
        tabId={tabId}
        context={view}
        {...decided}
        viewUrl={viewUrl(shortCode, kind, xeroId)}
        onApply={(lines) => writeNow(() => ask("applyCoding", { params: { id: view.record.id }, body: { shortCode, lines }, ...scope }))}
      />
      {!editing && <SplitEditor key={`split ${divided}`} context={view} tabId={tabId} busy={busy} onSplit={split} />}
      {kind === "contact" && !editing && <BulkCard tabId={tabId} contactId={view.record.id} />}
      {view.projects.map((project) => (
        <ProjectPanel key={project.id} project={project} />
      ))}
      {view.payment !== null && <Payments payment={view.payment} currency={view.record.currency} />}
      <Lines lines={view.lines} currency={view.record.currency} />
      <History history={view.history} />
    </>
  );
}

function idsOf(context: ContextView | undefined): string | undefined {
  return context?.lines.map(({ id }) => id).join(" ");
}
