import { findFirst } from "../find.ts";
import { guid } from "../guid.ts";
import type { Adapter } from "../pageContext.ts";
import type { PageKind, XeroUi } from "../route.ts";
import type { Registry } from "../selectors.ts";
import { headerChip, type ChipPlace } from "./headerChip.ts";
import { rowLinks } from "./rowLinks.ts";
import { statementLines } from "./statementLines.ts";

const SPA_DOCUMENT: readonly ChipPlace[] = [
  { key: "spa.headerActions", place: "prepend" },
  { key: "spa.header", place: "append" },
];
// Inside the title, where it stays beside the words in any layout; lists have no actions of their own.
const SPA_LIST: readonly ChipPlace[] = [
  { key: "spa.title", place: "append" },
  { key: "spa.header", place: "append" },
];
const SPA_CONTACT: readonly ChipPlace[] = [{ key: "contact.headerActions", place: "prepend" }];
const CLASSIC: readonly ChipPlace[] = [{ key: "classic.title", place: "append" }];
const BANK_REC: readonly ChipPlace[] = [{ key: "bankRec.container", place: "prepend" }];

const CHIP_PLACES: Readonly<Record<PageKind, Readonly<Record<XeroUi, readonly ChipPlace[]>>>> = {
  "invoice-view": { spa: SPA_DOCUMENT, classic: CLASSIC },
  "invoice-edit": { spa: SPA_DOCUMENT, classic: CLASSIC },
  "invoices-list": { spa: SPA_LIST, classic: CLASSIC },
  "bill-view": { spa: SPA_DOCUMENT, classic: CLASSIC },
  "bill-edit": { spa: SPA_DOCUMENT, classic: CLASSIC },
  "bills-list": { spa: SPA_LIST, classic: CLASSIC },
  "contact-view": { spa: SPA_CONTACT, classic: CLASSIC },
  "bank-rec": { spa: BANK_REC, classic: BANK_REC },
  "bank-transaction": { spa: CLASSIC, classic: CLASSIC },
};

/** How to read one kind of page: pure functions over a Document and the registry. */
export function adapterFor(kind: PageKind, ui: XeroUi, registry: Registry): Adapter {
  const chip: Adapter["chip"] = (doc) => headerChip(doc, registry, CHIP_PLACES[kind][ui]);
  switch (kind) {
    case "bills-list":
      return { chip, rows: (root) => rowLinks(root, registry, "billsList.rowLinks", "id") };
    case "invoices-list":
      return { chip, rows: (root) => rowLinks(root, registry, "invoicesList.rowLinks", "invoiceid") };
    case "bank-rec":
      return { chip, rows: (root) => statementLines(root, registry) };
    case "bill-edit":
      return {
        chip,
        secondId: (doc) => guid(findFirst(doc, registry, "billEdit.invoiceId").element?.getAttribute("value")),
      };
    default:
      return { chip };
  }
}
