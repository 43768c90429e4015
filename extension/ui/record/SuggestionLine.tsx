import { useState } from "react";
import type { CodingView, SuggestionView } from "../../data/views.ts";
import { money, percent } from "../format.ts";
import { confidenceWords } from "./confidenceWords.ts";
import { Evidence } from "./Evidence.tsx";

interface Props {
  line: SuggestionView;
  currency: string;
  /** Null on a page with an open form: then the coding is copied, never written. */
  onApply: ((lineId: string) => void) | null;
  busy: boolean;
}

/** One line: what it is coded now, what is suggested, how sure, and why. */
export function SuggestionLine({ line, currency, onApply, busy }: Props) {
  const { proposed } = line;
  return (
    <li className="suggestion">
      <div className="row apart tight top">
        <h3 className="grow">{line.description || "Line without a description"}</h3>
        <span className="number strong">{money(line.amountMinor, currency)}</span>
      </div>
      {proposed === null ? (
        <p className="soft small">No suggestion yet. {line.whyNot}</p>
      ) : (
        <>
          <dl className="coding">
            <Coding label="Account" now={accountText(line.current)} then={accountText(proposed)} />
            <Coding label="GST" now={line.current.tax?.name ?? null} then={proposed.tax?.name ?? null} />
            <Coding label="Project" now={line.current.project?.name ?? null} then={proposed.project?.name ?? null} />
          </dl>
          <div className="row apart">
            <Confidence line={line} />
            {onApply === null ? (
              <CopyButton text={copyText(proposed)} />
            ) : (
              <button type="button" className="button small" disabled={busy} onClick={() => onApply(line.lineId)}>
                Apply<span className="unseen"> to {line.description}</span>
              </button>
            )}
          </div>
          {line.marginEffect !== null && (
            <p className="small soft">
              Project margin: {percent(line.marginEffect.beforeE2)} now, {percent(line.marginEffect.afterE2)} with this bill.
            </p>
          )}
          <Why line={line} currency={currency} />
        </>
      )}
    </li>
  );
}

function Confidence({ line }: { line: SuggestionView }) {
  const { words, tone } = confidenceWords(line.confidence);
  return (
    <span className="row">
      <span className={`tag ${tone}`}>{words}</span>
      {line.agreeing !== null && (
        <span className="small soft">
          {line.agreeing.count} of {line.agreeing.of} earlier lines agree
        </span>
      )}
    </span>
  );
}

function Why({ line, currency }: { line: SuggestionView; currency: string }) {
  if (line.evidence.length === 0 && line.reasons.length === 0) return null;
  return (
    <details className="small">
      <summary>Why this coding</summary>
      <div className="stack" style={{ paddingTop: 8 }}>
        {line.reasons.length > 0 && (
          <ul className="stack" style={{ "--gap": 1 } as React.CSSProperties}>
            {line.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        {line.evidence.length > 0 && (
          <div className="stack" style={{ "--gap": 1 } as React.CSSProperties}>
            <h3>Earlier lines it rests on</h3>
            <ul className="stack" style={{ "--gap": 2 } as React.CSSProperties}>
              {line.evidence.map((item, index) => (
                <Evidence key={index} item={item} currency={currency} />
              ))}
            </ul>
          </div>
        )}
        {line.counterExample !== null && (
          <div className="stack" style={{ "--gap": 1 } as React.CSSProperties}>
            <h3>What speaks against it</h3>
            <ul>
              <Evidence item={line.counterExample} currency={currency} />
            </ul>
          </div>
        )}
      </div>
    </details>
  );
}

function Coding({ label, now, then }: { label: string; now: string | null; then: string | null }) {
  const unchanged = now === then;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {then ?? "none"}
        {!unchanged && now !== null && <span className="was"> (now {now})</span>}
        {unchanged && then !== null && <span className="was"> (as it is)</span>}
      </dd>
    </>
  );
}

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="button small"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true));
      }}
    >
      {copied ? "Copied" : "Copy"}
    </button>
  );
}

function accountText(coding: CodingView): string | null {
  return coding.account === null ? null : `${coding.account.code} ${coding.account.name}`;
}

function copyText(coding: CodingView): string {
  return [accountText(coding), coding.tax?.name, coding.project?.name].filter((part) => part != null).join(" | ");
}
