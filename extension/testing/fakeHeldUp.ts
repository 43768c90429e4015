import type { HeldUpView } from "../../shared/api/views.ts";

const HELD_UP: readonly HeldUpView[] = [
  {
    id: "rec_taken", kind: "invoice", title: "Invoice INV-0042", contactName: "Marlow Dental Group", state: "refused", href: null, totalMinor: 462_300, currency: "AUD",
    reason: {
      code: "number_taken", number: "INV-0044", sentence: "INV-0042 is the number of a voided invoice already; INV-0044 is the next that is free. Xero says: Invoice # must be unique.",
      remedy: "The other document was left as it is. Send this one as INV-0044, or save another number.",
    },
  },
  {
    id: "rec_twice", kind: "bill", title: "Bill S-1042", contactName: "Northline Timber", state: "waiting", href: null, totalMinor: 120_000, currency: "USD",
    reason: {
      code: "bill_twice", sentence: "This supplier's bill S-1042 is in Xero already: approved, of 2026-11-18, over USD 1,200.00.",
      remedy: "If it is the same bill, drop this one. If the supplier used the number twice, say that it is another bill; then it is sent.",
    },
  },
  {
    id: "invoice:x-yen", kind: "bill", title: "Bill T-88", contactName: "Kanda Stage", state: "set_aside", href: "https://go.xero.com/app/!aAaA1/bills/view/bill?id=x-yen", totalMinor: null, currency: "JPY",
    reason: {
      code: "unmappable", sentence: "Xero's record cannot be expressed here: the tax of a line is JPY 136.36, and JPY has no decimals. Give its lines and its tax whole amounts in Xero.",
      remedy: "Change it in Xero: then it is read by itself. Until then it counts for no project and no report; nothing of it is lost.",
    },
  },
];

/** What waits, and what is left of it after each click. */
export function fakeHeldUp() {
  let items = HELD_UP;
  return (pathname: string): { status: number; answer: unknown } | null => {
    if (pathname === "/v1/held-up") return { status: 200, answer: { items } };
    const id = /^\/v1\/records\/(rec_taken|rec_twice)\//.exec(pathname)?.[1];
    if (id === undefined) return null;
    items = items.filter((item) => item.id !== id);
    return { status: 200, answer: { outcome: "written", sentence: "Both sides agree." } };
  };
}
