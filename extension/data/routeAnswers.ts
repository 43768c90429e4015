import type { Account, TaxRate, TrackingCategory } from "../../shared/records/organisation.ts";
import type { MonthListView, MonthReportView } from "../../shared/api/reportShapes.ts";
import type { AccuracyView, DocumentSuggestionsView, SuggestionSettingsView, UnusualView } from "../../shared/api/suggestionShapes.ts";
import type { SplitWaysView } from "../../shared/api/splitShapes.ts";
import type { BulkPreviewView, BulkView } from "../../shared/api/bulkShapes.ts";
import type { MappingProblem } from "../../shared/planning/mappingProblems.ts";
import type { SyncRules } from "../../shared/planning/rules.ts";
import type {
  ConflictView,
  ConnectionTestView,
  ContextView,
  DeletionView,
  HealthView,
  HeldUpView,
  MarksView,
  Me,
  ProjectFigures,
  RecordView,
  WrittenView,
} from "../../shared/api/views.ts";

/** What each address answers, for those that the extension asks. */
export interface RouteAnswers {
  setup: { url: string };
  authToken: { token: string; expiresAt: number };
  connectStart: { url: string };
  signOut: unknown;
  me: Me;
  marks: MarksView;
  context: ContextView;
  applyCoding: WrittenView;
  conflicts: Listed<OpenConflict>;
  resolveConflict: WrittenView;
  contactQuestions: Listed<ContactQuestion>;
  decideContact: unknown;
  duplicateContacts: Listed<DuplicateContactsView>;
  mappingProblems: Listed<MappingProblem>;
  decideProposal: WrittenView;
  retry: WrittenView;
  takeNextNumber: WrittenView;
  anotherBill: WrittenView;
  heldUp: Listed<HeldUpView>;
  giveUp: WrittenView;
  creditInvoice: RecordView;
  creditBill: RecordView;
  profits: Listed<ProjectFigures>;
  months: MonthListView;
  monthReport: MonthReportView;
  health: HealthView;
  testConnection: ConnectionTestView;
  disconnect: unknown;
  deleteOrganisation: DeletionView;
  rules: SyncRules;
  saveRules: SyncRules;
  references: References;
  apiKeys: Listed<ApiKey>;
  createApiKey: ApiKey & { key: string };
  revokeApiKey: unknown;
  members: Listed<Member>;
  inviteMember: unknown;
  removeMember: unknown;
  activity: Listed<Activity>;
  undoCoding: WrittenView;
  splitLine: WrittenView;
  undoSplit: WrittenView;
  splitWays: SplitWaysView;
  suggestGiven: DocumentSuggestionsView;
  suggestionAccuracy: AccuracyView;
  suggestionSettings: SuggestionSettingsView;
  saveSuggestionSettings: SuggestionSettingsView;
  unusual: UnusualView;
  judgeUnusual: UnusualView;
  suggestionBulk: BulkPreviewView;
  confirmBulk: BulkView;
  bulks: Listed<BulkView>;
  continueBulk: BulkView;
  undoBulk: BulkView;
  read: RecordView;
}

/** A list, bare or in a page. */
export type Listed<T> = readonly T[] | { items: readonly T[] };

export function itemsOf<T>(listed: Listed<T>): readonly T[] {
  return "items" in listed ? listed.items : listed;
}

export interface OpenConflict extends ConflictView {
  record?: { id: string; kind: string; title: string; href: string | null };
}

/** A contact, with what tells it from others. */
export interface ContactInQuestion {
  id: string;
  name: string;
  email: string | null;
  taxNumber: string | null;
  href: string | null;
}

/** A new contact that may be one that is there already. */
export interface ContactQuestion extends ContactInQuestion {
  among: readonly (ContactInQuestion & { reasons: readonly string[] })[];
}

/** Contacts that share something only one should have. */
export interface DuplicateContactsView {
  by: string;
  contacts: readonly ContactInQuestion[];
}

export interface References {
  accounts: readonly Account[];
  taxRates: readonly TaxRate[];
  trackingCategories: readonly TrackingCategory[];
}

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  createdAt: number;
  usedAt: number | null;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  role: "admin" | "bookkeeper" | "viewer";
  state: "invited" | "active" | "removed";
}

export interface Activity {
  seq: number;
  at: number;
  who: string;
  what: string;
  rule: string | null;
  /** Of the record it is about. */
  title: string | null;
}
