import { useState } from "react";

interface Props {
  /** "Remove". */
  label: string;
  /** Whom or what it is about, for screen readers: "Priya Nair". */
  about: string;
  disabled: boolean;
  onConfirm: () => void;
}

/** What cannot be taken back needs a second click, on a button that says so. Leaving it asks again. */
export function ConfirmButton({ label, about, disabled, onConfirm }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <button
      type="button"
      className="button small danger"
      disabled={disabled}
      onBlur={() => setAsking(false)}
      onClick={() => {
        if (asking) onConfirm();
        setAsking(!asking);
      }}
    >
      {asking ? `Really ${label.toLowerCase()}?` : label}
      <span className="unseen"> {about}</span>
    </button>
  );
}
