import { useState } from "react";
import type { SplitWay } from "../../../shared/api/splitShapes.ts";
import type { ContextView } from "../../../shared/api/views.ts";
import { count, money } from "../format.ts";
import { byHand, dividedBy, leftMinor, type Line, type Part, partsInput, taxOfParts, whyNotYet, withAmount, withShare, withUnread } from "./division.ts";
import { SplitPart } from "./SplitPart.tsx";

interface Props {
  about: Line;
  ways: readonly SplitWay[];
  choices: ContextView["choices"];
  currency: string;
  busy: boolean;
  /** The bill changed so that this cannot be written any more. */
  isOver: boolean;
  onSplit: (parts: ReturnType<typeof partsInput>) => void;
}

type Way = SplitWay["way"] | "hand";
const WORDS: Readonly<Record<Way, string>> = { last: "As last time", hours: "By hours", budgets: "By budgets", hand: "By hand" };

const chosenOf = (way: SplitWay | undefined): ReadonlySet<string> => new Set(way?.candidates.flatMap((one, i) => (one.chosen ? [String(i)] : [])));

/** One line being divided: by what, over which projects, and every part open to change; what is left is shown until nothing is. */
export function DivideLine({ about, ways, choices, currency, busy, isOver, onSplit }: Props) {
  const [way, setWay] = useState<Way>(ways[0]?.way ?? "hand");
  const [chosen, setChosen] = useState(() => chosenOf(ways[0]));
  const over = (name: Way, some: ReadonlySet<string>): Part[] => {
    const found = ways.find((one) => one.way === name);
    return found === undefined ? byHand(about) : dividedBy(about, found.candidates.filter((_, i) => some.has(String(i))));
  };
  const [parts, setParts] = useState<readonly Part[]>(() => over(way, chosen));
  const take = (next: Way): void => {
    const some = chosenOf(ways.find((one) => one.way === next));
    setWay(next);
    setChosen(some);
    // What there is stays as a start, where somebody goes on by hand.
    setParts(next === "hand" && parts.length > 1 ? parts : over(next, some));
  };
  const choose = (index: number, isChosen: boolean): void => {
    const some = new Set(chosen);
    if (isChosen) some.add(String(index));
    else some.delete(String(index));
    setChosen(some);
    setParts(over(way, some));
  };
  const { line } = about;
  const left = leftMinor(line, parts);
  const why = isOver ? "The bill changed meanwhile: see above." : whyNotYet(line, parts);
  const candidates = ways.find((one) => one.way === way);
  return (
    <>
      <fieldset className="bare">
        <legend className="unseen">Divide</legend>
        <div className="row">
          {[...ways.map((one) => one.way), "hand" as const].map((name) => (
            <label key={name} className="choice">
              <input type="radio" name="way" checked={way === name} onChange={() => take(name)} />
              {WORDS[name]}
            </label>
          ))}
        </div>
        {candidates !== undefined && <p className="soft small">{candidates.says}.</p>}
      </fieldset>
      {candidates !== undefined && (
        <fieldset className="bare">
          <legend className="small soft">Over which projects</legend>
          {candidates.candidates.map((one, i) => (
            <label key={`${one.projectId} ${one.accountCode} ${i}`} className="row tight">
              <input type="checkbox" checked={chosen.has(String(i))} onChange={(event) => choose(i, event.target.checked)} />
              <span className="grow">{one.label}</span>
              <span className="number soft">{one.basis}</span>
            </label>
          ))}
        </fieldset>
      )}
      <ol className="stack two">
        {parts.map((part, i) => (
          <SplitPart
            key={part.key}
            part={part}
            number={i + 1}
            totalMinor={line.amountMinor}
            choices={choices}
            currency={currency}
            onChange={(changed) => setParts(parts.map((one) => (one.key === part.key ? { ...one, ...changed } : one)))}
            onAmount={(amountMinor) => setParts(amountMinor === null ? withUnread(parts, part.key) : withAmount(parts, part.key, amountMinor))}
            onShare={(shareE2) => setParts(shareE2 === null ? withUnread(parts, part.key) : withShare(parts, part.key, shareE2, line.amountMinor))}
            onRemove={parts.length > 2 ? () => setParts(parts.filter((one) => one.key !== part.key)) : null}
          />
        ))}
      </ol>
      <div className="row apart">
        <button type="button" className="button small" onClick={() => setParts([...parts, { key: 1 + Math.max(-1, ...parts.map(({ key }) => key)), accountCode: about.accountCode, taxType: about.taxType, projectId: null, amountMinor: left, shareE2: null, isUnread: false }])}>
          Add a part
        </button>
        <span className="small" role="status">
          {left === 0 ? "Nothing is left over." : left > 0 ? <>Left to divide: <span className="number strong">{money(left, currency)}</span></> : <>Too much by <span className="number strong">{money(-left, currency)}</span></>}
        </span>
      </div>
      <Tax about={about} parts={parts} currency={currency} />
      <div className="row apart">
        <span className="small soft grow">{why ?? `The line of ${money(line.amountMinor, currency)} becomes ${count(parts.length)} lines in Xero. You can take it back.`}</span>
        <button type="button" className="button main small" disabled={busy || why !== null} onClick={() => onSplit(partsInput(parts))}>
          {busy ? "Writing to Xero" : `Split into ${count(parts.length)} lines`}
        </button>
      </div>
    </>
  );
}

function Tax({ about, parts, currency }: { about: Line; parts: readonly Part[]; currency: string }) {
  const after = taxOfParts(about, parts);
  const before = about.line.taxMinor;
  if (about.line.taxType === null || after === before || leftMinor(about.line, parts) !== 0) return null;
  return (
    <p className="small">
      GST would be {money(after, currency)} instead of {money(before, currency)}: Xero rounds it on each line.
    </p>
  );
}
