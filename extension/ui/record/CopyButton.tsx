import { useState } from "react";

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button type="button" className="button small" onClick={() => void copy(text).then(() => setCopied(true))}>
      {copied ? "Copied" : label}
    </button>
  );
}

/** Inside a frame of Xero the clipboard's own interface is closed to us; a selection of our own text still copies. */
async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
