import { useId, useState } from "react";
import type { ConflictView } from "../../../shared/api/views.ts";
import { moment } from "../format.ts";

export type Side = "ours" | "xero";

interface Props {
  conflict: ConflictView;
  editing: boolean;
  busy: boolean;
  /** One side for everything, or a side per field. */
  onResolve: (choice: Side | Readonly<Record<string, Side>>) => void;
}

/** Both sides changed the same thing: base, ours and Xero's, who and when; one choice per field, sent together. */
export function Conflict({ conflict, editing, busy, onResolve }: Props) {
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const missing = conflict.fields.filter(({ field }) => choices[field] === undefined).length;
  const chosen = conflict.fields.length - missing;
  return (
    <section className="panel" aria-label={`Differs: ${conflict.title}`}>
      <header>
        <h2>{conflict.title}</h2>
        <p className="soft small">Changed in Xero and in your projects since both last agreed. Which one is right?</p>
      </header>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onResolve(choices);
        }}
      >
        {conflict.fields.map((field) => (
          <FieldChoice
            key={field.field}
            field={field}
            conflict={conflict}
            chosen={choices[field.field] ?? null}
            onChoose={(side) => setChoices({ ...choices, [field.field]: side })}
          />
        ))}
        {editing && <p className="note info small">Close the form in Xero before you choose: saving it would overwrite the choice.</p>}
        <div className="row apart">
          <span className="row">
            <button type="button" className="button small" disabled={busy || editing} onClick={() => onResolve("xero")}>
              Keep Xero's
            </button>
            <button type="button" className="button small" disabled={busy || editing} onClick={() => onResolve("ours")}>
              Keep your projects'
            </button>
          </span>
          <button type="submit" className="button main small" disabled={busy || missing > 0 || editing}>
            {busy ? "Saving" : "Keep what I chose"}
          </button>
        </div>
        <p className="small soft">{chosen === 0 ? "Nothing is lost: the other value stays in the history." : missing === 0 ? "Ready." : `${missing} still to choose.`}</p>
      </form>
    </section>
  );
}

interface FieldProps {
  field: ConflictView["fields"][number];
  conflict: ConflictView;
  chosen: Side | null;
  onChoose: (side: Side) => void;
}

function FieldChoice({ field, conflict, chosen, onChoose }: FieldProps) {
  const name = useId();
  return (
    <fieldset className="bare">
      <legend className="strong">{field.label}</legend>
      <div className="choices">
        <Option name={name} title="In Xero" value={field.xero} who={conflict.xeroBy} at={conflict.xeroAt} checked={chosen === "xero"} onChoose={() => onChoose("xero")} />
        <Option name={name} title="In your projects" value={field.ours} who={conflict.oursBy} at={conflict.oursAt} checked={chosen === "ours"} onChoose={() => onChoose("ours")} />
      </div>
      <p className="small soft">Before, on both sides: {field.base === "" ? "empty" : field.base}</p>
    </fieldset>
  );
}

interface OptionProps {
  name: string;
  title: string;
  value: string;
  who: string | null;
  at: number | null;
  checked: boolean;
  onChoose: () => void;
}

function Option({ name, title, value, who, at, checked, onChoose }: OptionProps) {
  return (
    <label className="choice">
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      <span className="small soft">{title}</span>
      <span className="value">{value === "" ? "empty" : value}</span>
      <span className="small soft">{[who, at === null ? null : moment(at)].filter((part) => part !== null).join(", ")}</span>
    </label>
  );
}
