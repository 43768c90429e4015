import type { Mark, MarkState, Tone } from "../data/marks.ts";

interface Words {
  /** On the chip. */
  label: string;
  /** On a row's badge, where space is short. */
  short: string;
  tone: Tone;
  /** Read out and shown on hover: what it means. */
  meaning: string;
}

/** Every state in plain words. Colour never carries the meaning alone. */
export const WORDS: Readonly<Record<MarkState, Words>> = {
  "in-step": { label: "In step", short: "In step", tone: "good", meaning: "Xero and your projects agree." },
  pending: { label: "Sending to Xero", short: "Sending", tone: "info", meaning: "A change made in your projects is on its way to Xero." },
  waiting: { label: "Waiting", short: "Waiting", tone: "attention", meaning: "A change cannot be sent yet. Open to see why." },
  conflict: { label: "Differs, please choose", short: "Differs", tone: "attention", meaning: "Xero and your projects both changed the same thing." },
  suggestion: { label: "Suggestion ready", short: "Suggestion", tone: "info", meaning: "A coding for this bill is suggested." },
  proposal: { label: "Change proposed", short: "Proposed", tone: "info", meaning: "Someone on the project proposes a change to this document." },
  refused: { label: "Xero refused a change", short: "Refused", tone: "attention", meaning: "Xero did not accept a change. Open to see why." },
  untracked: { label: "No project yet", short: "No project", tone: "quiet", meaning: "This document does not belong to a project." },
  unsaved: { label: "Not saved yet", short: "Not saved", tone: "quiet", meaning: "Xero has no number for this document until it is saved." },
  "not-set-up": { label: "Set up Marginalia", short: "", tone: "quiet", meaning: "Enter the address of your firm's Marginalia first." },
  "not-signed-in": { label: "Sign in to Marginalia", short: "", tone: "quiet", meaning: "You are signed out of Marginalia." },
  "not-connected": { label: "Organisation not connected", short: "", tone: "quiet", meaning: "This Xero organisation is not connected to Marginalia." },
  "needs-sign-in": { label: "Xero sign-in needed", short: "", tone: "attention", meaning: "Marginalia lost its access to Xero. An admin has to connect again." },
  "organisation-unknown": { label: "Organisation unknown", short: "", tone: "quiet", meaning: "This page does not say for sure which organisation it shows, so nothing is shown." },
  "wrong-organisation": {
    label: "Wrong organisation",
    short: "Wrong organisation",
    tone: "alarm",
    meaning: "This document belongs to another organisation than the page. Nothing is shown and nothing can be changed.",
  },
  unreachable: { label: "Cannot reach Marginalia", short: "", tone: "attention", meaning: "Your firm's Marginalia does not answer." },
  loading: { label: "Looking up", short: "", tone: "quiet", meaning: "Looking this up." },
};

/** 3120 → "31.2 %". */
export function marginText(marginE2: number): string {
  const tenths = Math.round(marginE2 / 10);
  const sign = tenths < 0 ? "−" : "";
  return `${sign}${Math.floor(Math.abs(tenths) / 10)}.${Math.abs(tenths) % 10} %`;
}

/** How old a last known answer is, in words a tired person reads at once. */
export function ageText(ageMs: number): string {
  const minutes = Math.floor(ageMs / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
}

/** The parts of a chip, in reading order. */
export function chipParts(mark: Mark): { project: string | null; margin: string | null; state: string } {
  const { label } = WORDS[mark.state];
  return {
    project: mark.projectName,
    margin: mark.marginE2 === null ? null : `${marginText(mark.marginE2)} margin`,
    state: mark.waitingCount > 1 ? `${label} (${mark.waitingCount})` : label,
  };
}
