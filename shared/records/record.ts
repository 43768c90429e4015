import type { Contact } from "./contact.ts";
import type { Document } from "./document.ts";
import type { Payment } from "./payment.ts";
import type { Person, Project, Service, TimeEntry } from "./project.ts";

/** The body of each record kind. */
export interface RecordBodies {
  contact: Contact;
  project: Project;
  service: Service;
  person: Person;
  time_entry: TimeEntry;
  quote: Document;
  invoice: Document;
  bill: Document;
  credit_note: Document;
  bank_transaction: Document;
  payment: Payment;
  overpayment: Document;
  prepayment: Document;
}

export type RecordBody = RecordBodies[keyof RecordBodies];

/** Who changed something: shown to people, kept in the audit. */
export interface Actor {
  type: "member" | "api_key" | "xero" | "rule" | "system";
  id: string;
  name: string;
}
