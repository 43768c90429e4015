import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ContactQuestion, itemsOf } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { ProblemNote } from "../parts/Note.tsx";
import { Loaded } from "./Loaded.tsx";

/** New clients that may be in Xero already. Nothing of theirs goes to Xero until somebody says which they are. */
export function ContactQuestions() {
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ id, sameAs }: { id: string; sameAs: string | null }) => ask("decideContact", { params: { id }, body: { sameAs }, scope: "chosen" }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <Loaded route="contactQuestions">
      {(listed) => (
        <>
          {decide.isError && <ProblemNote problem={problemOf(decide.error)} />}
          {itemsOf(listed).map((question) => (
            <Question key={question.id} question={question} busy={decide.isPending} onDecide={(sameAs) => decide.mutate({ id: question.id, sameAs })} />
          ))}
        </>
      )}
    </Loaded>
  );
}

/** What agrees with a candidate, and what speaks against it. */
const REASONS: Readonly<Record<string, string>> = {
  tax_number: "same tax number",
  email: "same e-mail",
  name: "same name",
  similar_name: "similar name",
  tax_number_differs: "another tax number",
  archived: "archived in Xero",
};

function Question({ question, busy, onDecide }: { question: ContactQuestion; busy: boolean; onDecide: (sameAs: string | null) => void }) {
  return (
    <section className="panel" aria-label={`Which contact is ${question.name}?`}>
      <header>
        <h2>Which contact is {question.name}?</h2>
        <p className="small soft">It was made here and may be in Xero already. It waits until you say.</p>
      </header>
      <ul className="stack">
        {question.among.map((candidate) => (
          <li key={candidate.id} className="row apart">
            <span className="grow">
              {candidate.href === null ? candidate.name : <a href={candidate.href} target="_blank" rel="noreferrer">{candidate.name}</a>}
              <span className="small soft"> {candidate.reasons.map((reason) => REASONS[reason] ?? reason).join(", ")}</span>
            </span>
            <button type="button" className="button small" disabled={busy} onClick={() => onDecide(candidate.id)}>
              It is {candidate.name}
            </button>
          </li>
        ))}
      </ul>
      <div className="row">
        <button type="button" className="button small" disabled={busy} onClick={() => onDecide(null)}>
          It is a new contact
        </button>
      </div>
    </section>
  );
}
