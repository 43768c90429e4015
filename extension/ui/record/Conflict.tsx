import { useId, useState } from "react";
import type { ConflictView } from "../../data/views.ts";
import { moment } from "../format.ts";

type Side = "ours" | "xero";

interface Props {
  conflicts: readonly ConflictView[];
  busy: boolean;
  onResolve: (choices: Readonly<Record<string, Side>>) => void;
}

/** Both sides changed the same thing: base, ours and Xero's, who and when; one choice per field, sent together. */
export function Conflicts({ conflicts, busy, onResolve }: Props) {
  const [choices, setChoices] = useState<Record<string, Side>>({});
  if (conflicts.length === 0) return null;
  const chosen = conflicts.filter((conflict) => choices[conflict.id] !== undefined).length;
  return (
    <section className="panel" aria-label="Please choose">
      <header className="stack" style={{ "--gap": 1 } as React.CSSProperties}>
        <h2>Please choose</h2>
        <p className="soft small">Changed in Xero and in your projects since both last agreed. Nothing else on this record is held up.</p>
      </header>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onResolve(choices);
        }}
      >
        {conflicts.map((conflict) => (
          <Choice key={conflict.id} conflict={conflict} chosen={choices[conflict.id] ?? null} onChoose={(side) => setChoices({ ...choices, [conflict.id]: side })} />
        ))}
        <div className="row apart">
          <span className="small soft">{chosen === 0 ? "Nothing chosen yet" : `${chosen} of ${conflicts.length} chosen`}</span>
          <button type="submit" className="button main small" disabled={busy || chosen === 0}>
            {busy ? "Saving" : "Keep what I chose"}
          </button>
        </div>
      </form>
    </section>
  );
}

function Choice({ conflict, chosen, onChoose }: { conflict: ConflictView; chosen: Side | null; onChoose: (side: Side) => void }) {
  const name = useId();
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
      <legend className="strong" style={{ padding: 0, marginBottom: 6 }}>
        {conflict.label}
        {conflict.about !== null && <span className="soft"> · {conflict.about}</span>}
      </legend>
      <div className="choices">
        <Option name={name} title="In Xero" side={conflict.xero} checked={chosen === "xero"} onChoose={() => onChoose("xero")} />
        <Option name={name} title="In your projects" side={conflict.ours} checked={chosen === "ours"} onChoose={() => onChoose("ours")} />
      </div>
      <p className="small soft" style={{ marginTop: 4 }}>
        Before, on both sides: {conflict.base || "empty"}
      </p>
    </fieldset>
  );
}

interface OptionProps {
  name: string;
  title: string;
  side: ConflictView["ours"];
  checked: boolean;
  onChoose: () => void;
}

function Option({ name, title, side, checked, onChoose }: OptionProps) {
  return (
    <label className="choice">
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      <span className="small soft">{title}</span>
      <span className="value">{side.value || "empty"}</span>
      <span className="small soft">{[side.who, side.at === null ? null : moment(side.at)].filter((part) => part !== null).join(", ")}</span>
    </label>
  );
}
