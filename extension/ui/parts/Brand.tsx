/** The mark: a page with something written in its margin. */
export function Brand() {
  return (
    <span className="brand">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <rect x="2" y="2" width="20" height="20" rx="5" fill="var(--accent)" />
        <path d="M9 6v12M12.5 9H18M12.5 12.5H18M12.5 16H16" stroke="var(--on-accent)" strokeWidth="1.8" strokeLinecap="round" />
        <circle cx="6" cy="10" r="1.4" fill="var(--on-accent)" />
      </svg>
      Marginalia
    </span>
  );
}
