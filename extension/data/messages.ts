import type { PageKind } from "../page/route.ts";
import type { Marks } from "./marks.ts";
import type { RouteAnswers } from "./routeAnswers.ts";

/** Record kinds that Xero's pages are about. */
export type SubjectKind = "invoice" | "bill" | "contact" | "bank_transaction";

/** What a tab of Xero shows, as its content script sees it. Ids only. */
export interface XeroPage {
  shortCode: string | null;
  kind: PageKind;
  /** Whether a form with its own copy of the record is open: then nothing may be written behind its back. */
  editing: boolean;
  subject: { kind: SubjectKind; id: string } | null;
  /** Records listed on the page, in page order. */
  listed: readonly { kind: SubjectKind; id: string }[];
  accountId: string | null;
}

/** Published switches and selector overrides: data only. */
export interface Published {
  disabled: readonly string[];
  selectors: Readonly<Record<string, readonly string[]>>;
}

/** The messages a content script may send. None of them writes anything anywhere. */
export interface ContentMessages {
  "content.start": { sends: Record<never, never>; answers: Published };
  "content.page": { sends: { page: XeroPage | null }; answers: null };
  "content.marks": {
    sends: { shortCode: string; records: readonly { kind: SubjectKind; id: string }[] };
    answers: Marks;
  };
  "content.openCard": { sends: { subject: { kind: SubjectKind; id: string } | null }; answers: null };
  "content.openPanel": { sends: Record<never, never>; answers: null };
  "content.drift": { sends: { pageKind: PageKind; field: string; answer: string }; answers: null };
}

/** What a page of the extension may ask. Everything that changes something is here, out of the content script's reach. */
export interface PageMessages {
  "page.subject": { sends: { tabId: number | null }; answers: Subject };
  /** A record was changed from here: forget what was known, and tell the tab's overlay. */
  "page.changed": { sends: { tabId: number | null }; answers: null };
  "page.request": { sends: ApiRequest; answers: ApiAnswer };
  "page.settings": { sends: Record<never, never>; answers: Settings };
  /** An empty address forgets it, and the session with it. */
  "page.setWorker": { sends: { workerUrl: string }; answers: Outcome };
  "page.signIn": { sends: { setupToken: string | null }; answers: Outcome };
  /** With an id: connect that organisation again and no other. */
  "page.connect": { sends: { organisationId: string | null }; answers: Outcome };
  "page.signOut": { sends: Record<never, never>; answers: null };
  "page.reloadTab": { sends: { tabId: number | null }; answers: null };
  /** Null: whichever is connected, or the first. */
  "page.chooseOrganisation": { sends: { organisationId: string | null }; answers: null };
}

export interface Subject {
  tabId: number | null;
  page: XeroPage | null;
}

export interface ApiRequest {
  route: keyof RouteAnswers;
  /** Path parameters, in the braces of the route. */
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  /** Whose books: those of the Xero page in a tab, those chosen in the popup, or nobody's in particular. */
  scope: "tab" | "chosen" | "none";
  /** Needed for scope "tab" where the page is not itself inside that tab (the side panel). */
  tabId?: number | null;
}

/** A problem a person can see: code, plain sentence, what to do next. */
export interface Problem {
  code: string;
  title: string;
  next: string | null;
}

export type ApiAnswer<T = unknown> = { ok: true; body: T } | { ok: false; status: number; problem: Problem };

export type Outcome = { ok: true } | { ok: false; problem: Problem };

export interface Settings {
  workerUrl: string | null;
  signedIn: { name: string; email: string; role: "admin" | "bookkeeper" | "viewer" } | null;
  organisationId: string | null;
  /** Why the last sign-in or connection failed: the popup that started it may be gone by then. */
  lastProblem: Problem | null;
}

export type Messages = ContentMessages & PageMessages;
export type MessageName = keyof Messages;
export type Message<N extends MessageName = MessageName> = { [K in N]: { name: K } & Messages[K]["sends"] }[N];
export type AnswerTo<N extends MessageName> = Messages[N]["answers"];
