import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ContactInQuestion, ContactQuestion } from "../../data/routeAnswers.ts";
import { ask, problemOf } from "../ask.ts";
import { Note, ProblemNote } from "../parts/Note.tsx";

interface Decision {
  question: ContactQuestion;
  /** The contact it is; null: a new one. */
  sameAs: ContactInQuestion | null;
}

/** New clients that may be in Xero already. Nothing of theirs goes to Xero until somebody says which they are. */
export function ContactQuestions({ questions }: { questions: readonly ContactQuestion[] }) {
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ question, sameAs }: Decision) => ask("decideContact", { params: { id: question.id }, body: { sameAs: sameAs?.id ?? null }, scope: "chosen" }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (questions.length === 0 && !decide.isSuccess) return null;
  return (
    <div className="stack four">
      {decide.isError && <ProblemNote problem={problemOf(decide.error)} />}
      {decide.isSuccess && <Note tone="good" title={said(decide.variables)} live />}
      {questions.map((question) => (
        <Question key={question.id} question={question} busy={decide.isPending} onDecide={(sameAs) => decide.mutate({ question, sameAs })} />
      ))}
    </div>
  );
}

function said({ question, sameAs }: Decision): string {
  return sameAs === null ? `${question.name} goes to Xero as a new contact.` : `${question.name} is ${sameAs.name} from now on: its projects and documents name that contact.`;
}

/** What agrees with a candidate, and what speaks against it. */
const REASONS: Readonly<Record<string, { says: string; against: boolean }>> = {
  tax_number: { says: "same tax number", against: false },
  email: { says: "same e-mail", against: false },
  name: { says: "same name", against: false },
  similar_name: { says: "similar name", against: false },
  tax_number_differs: { says: "another tax number", against: true },
  archived: { says: "archived in Xero", against: true },
};

/** What agrees first, then what speaks against it. */
function inOrder(reasons: readonly string[]): readonly { says: string; against: boolean }[] {
  return reasons.map((reason) => REASONS[reason] ?? { says: reason, against: false }).toSorted((a, b) => Number(a.against) - Number(b.against));
}

function Question({ question, busy, onDecide }: { question: ContactQuestion; busy: boolean; onDecide: (sameAs: ContactInQuestion | null) => void }) {
  return (
    <section className="panel" aria-label={`Which contact is ${question.name}?`}>
      <header>
        <h2>Which contact is {question.name}?</h2>
        <p className="small soft">
          It was made here and may be in Xero already. Until you say, it and its documents wait.
          {details(question) !== "" && <> It has {details(question)}.</>}
        </p>
      </header>
      <ul className="candidates">
        {question.among.map((candidate) => (
          <li key={candidate.id} className="row apart top">
            <div className="grow stack two">
              <span>
                {candidate.href === null ? <span className="strong">{candidate.name}</span> : <a className="strong" href={candidate.href} target="_blank" rel="noreferrer">{candidate.name}</a>}
                <span className="small soft block">{details(candidate)}</span>
              </span>
              <span className="row">
                {inOrder(candidate.reasons).map(({ says, against }) => (
                  <span key={says} className={`tag ${against ? "attention" : "good"}`}>
                    {says}
                  </span>
                ))}
              </span>
            </div>
            <button type="button" className="button small" disabled={busy} onClick={() => onDecide(candidate)}>
              It is {candidate.name}
              <span className="unseen"> ({inOrder(candidate.reasons).map((reason) => reason.says).join(", ")})</span>
            </button>
          </li>
        ))}
        <li className="row apart">
          <span className="grow soft">None of these</span>
          <button type="button" className="button small" disabled={busy} onClick={() => onDecide(null)}>
            It is a new contact
            <span className="unseen"> {question.name}</span>
          </button>
        </li>
      </ul>
    </section>
  );
}

/** What tells one contact from another: the two things that matching looks at besides the name. */
function details({ email, taxNumber }: Pick<ContactInQuestion, "email" | "taxNumber">): string {
  return [email, taxNumber === null ? null : `tax number ${taxNumber}`].filter((part) => part !== null).join(", ");
}
