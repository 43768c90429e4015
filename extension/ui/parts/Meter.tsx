/** A bar with its words: the figure stands beside it, so the bar is never the only carrier. */
export function Meter({ label, part, whole, text }: { label: string; part: number; whole: number; text: string }) {
  const share = whole <= 0 ? 0 : part / whole;
  const tone = share > 1 ? "alarm" : share > 0.85 ? "attention" : "";
  return (
    <div className="stack" style={{ "--gap": 1 } as React.CSSProperties}>
      <div className="row apart small">
        <span className="soft">{label}</span>
        <span className="number strong">{text}</span>
      </div>
      <div className={`meter ${tone}`} role="img" aria-label={`${label}: ${text}`}>
        <div style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
      </div>
    </div>
  );
}
