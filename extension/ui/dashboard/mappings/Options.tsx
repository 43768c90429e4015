interface Option {
  value: string;
  label: string;
  status: "active" | "archived";
}

interface Props {
  id: string;
  value: string | null;
  options: readonly Option[];
  onChange: (value: string | null) => void;
}

/**
 * What may be chosen is what is active in Xero. What was chosen stays to be seen, also when Xero has archived or lost it since: showing "none"
 * instead would hide what makes records wait.
 */
export function Options({ id, value, options, onChange }: Props) {
  const chosen = options.find((option) => option.value === value);
  const isUnusable = value !== null && chosen?.status !== "active";
  return (
    <>
      <select id={id} className="input" value={value ?? ""} aria-invalid={isUnusable || undefined} aria-describedby={isUnusable ? `${id}-problem` : undefined} onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}>
        <option value="">none</option>
        {isUnusable && <option value={value}>{chosen === undefined ? value : chosen.label} ({chosen === undefined ? "not in Xero" : "archived"})</option>}
        {options
          .filter(({ status }) => status === "active")
          .map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
      </select>
      {isUnusable && (
        <p id={`${id}-problem`} className="small bad">
          {chosen === undefined ? "Xero does not have it any more" : "Archived in Xero"}: what needs it waits.
        </p>
      )}
    </>
  );
}
