import type { HealthView, MarksView, Me, OrganisationView } from "../../shared/api/views.ts";
import { askWorker, type ApiPorts } from "./api.ts";
import type { Batch } from "./batch.ts";
import type { Mark, MarkState } from "./marks.ts";
import { createMarksCache } from "./marksCache.ts";
import type { AnswerTo, ApiAnswer, ApiRequest, ContentMessages, Message, MessageName, Outcome, PageMessages, Problem, Published, Settings, Subject, XeroPage } from "./messages.ts";
import { senderOf, type RawSender } from "./sender.ts";
import { connect, signIn, type SignInPorts } from "./signIn.ts";
import { createStore, type Area, type Store } from "./storage.ts";
import { tabPage } from "./tabPages.ts";
import { workerAddress } from "./workerAddress.ts";

export interface WorkerPorts extends SignInPorts {
  extensionId: string;
  local: Area;
  session: Area;
  now: () => number;
  tabAddress: (tabId: number) => Promise<string | null>;
  reloadTab: (tabId: number) => Promise<void>;
  /** Must be called before anything is awaited: it needs the click that led here. */
  openPanel: (tabId: number) => Promise<void>;
  tellTabs: (tabId: number | null) => Promise<void>;
  published: () => Promise<Published>;
  recordDrift: (key: string) => Promise<void>;
}

type Handlers<M extends Partial<Record<MessageName, { sends: object; answers: unknown }>>> = {
  [N in keyof M]: (message: M[N] extends { sends: infer S } ? S : never, tabId: number | null) => Promise<M[N] extends { answers: infer A } ? A : never>;
};

/** The background worker: the only part that talks to the firm's Worker, and the only one that holds the session token. */
export function createWorker(ports: WorkerPorts) {
  const store = createStore(ports.local);
  const cache = createMarksCache({
    area: ports.session,
    now: ports.now,
    onChanged: () => void ports.tellTabs(null).catch(() => undefined),
    fetchMarks: (shortCode, records) => fetchMarks(ports, store, shortCode, records),
  });

  const reportKey = (tabId: number) => `page:${tabId}`;
  const openedKey = (tabId: number) => `opened:${tabId}`;

  async function pageOf(tabId: number | null): Promise<XeroPage | null> {
    if (tabId === null) return null;
    const reported = (await ports.session.get(reportKey(tabId))) as XeroPage | null | undefined;
    return tabPage(reported ?? null, await ports.tabAddress(tabId));
  }

  const content: Handlers<ContentMessages> = {
    "content.start": () => ports.published(),
    "content.page": async ({ page }, tabId) => {
      if (tabId !== null) await ports.session.set(reportKey(tabId), page);
      return null;
    },
    "content.marks": ({ shortCode, records }) => cache.marks(shortCode, records),
    "content.openCard": async ({ subject }, tabId) => {
      if (tabId !== null) await ports.session.set(openedKey(tabId), subject);
      return null;
    },
    "content.openPanel": async (_, tabId) => {
      if (tabId !== null) await ports.openPanel(tabId);
      return null;
    },
    "content.drift": async ({ pageKind, field, answer }) => {
      await ports.recordDrift(`${pageKind}/${field}/${answer}`);
      return null;
    },
  };

  const page: Handlers<PageMessages> = {
    "page.subject": async ({ tabId }, senderTabId): Promise<Subject> => {
      const about = senderTabId ?? tabId;
      const found = await pageOf(about);
      const opened = senderTabId === null ? null : ((await ports.session.get(openedKey(senderTabId))) as XeroPage["subject"] | undefined);
      return { tabId: about, page: found === null ? null : { ...found, subject: opened ?? found.subject } };
    },
    "page.changed": async ({ tabId }, senderTabId) => {
      const about = senderTabId ?? tabId;
      const shortCode = (await pageOf(about))?.shortCode ?? null;
      if (shortCode !== null) await cache.forget(shortCode);
      await ports.tellTabs(about).catch(() => undefined);
      return null;
    },
    "page.request": (request, senderTabId) => ask(request, senderTabId),
    "page.settings": async (): Promise<Settings> => settingsOf(await store.read(), (await ports.session.get("lastProblem")) as Problem | undefined),
    "page.setWorker": async ({ workerUrl }): Promise<Outcome> => {
      await ports.session.remove("lastProblem");
      if (workerUrl === "") {
        await store.write({ workerUrl: null, session: null, organisationId: null });
        return { ok: true };
      }
      const address = workerAddress(workerUrl);
      if (!address.ok) return address;
      const before = await store.read();
      if (before.workerUrl !== address.workerUrl) await store.write({ workerUrl: address.workerUrl, session: null, organisationId: null });
      return { ok: true };
    },
    "page.signIn": async ({ setupToken }): Promise<Outcome> => {
      const { workerUrl } = await store.read();
      if (workerUrl === null) return outcome({ ok: false, status: 0, problem: NO_ADDRESS });
      await ports.session.remove("lastProblem");
      const answer = await signIn(ports, workerUrl, setupToken);
      if (answer.ok) {
        const { me, ...session } = answer.body;
        await store.write({ session, organisationId: firstConnected(me)?.id ?? null });
        await ports.tellTabs(null).catch(() => undefined);
      }
      return outcome(answer);
    },
    "page.connect": async ({ organisationId }): Promise<Outcome> => {
      const kept = await store.read();
      if (kept.workerUrl === null || kept.session === null) return outcome({ ok: false, status: 0, problem: SIGNED_OUT });
      await ports.session.remove("lastProblem");
      const answer = await connect(ports, apiOf(ports, kept.workerUrl, kept.session.token, null), organisationId);
      if (answer.ok) {
        await ports.session.remove("organisations");
        const known = answer.body.organisations.some((organisation) => organisation.id === kept.organisationId && organisation.state === "connected");
        if (!known) await store.write({ organisationId: firstConnected(answer.body)?.id ?? null });
        await ports.tellTabs(null).catch(() => undefined);
      }
      return outcome(answer);
    },
    "page.signOut": async () => {
      await ask({ route: "signOut", scope: "none" }, null);
      await store.write({ session: null });
      await ports.tellTabs(null).catch(() => undefined);
      return null;
    },
    "page.reloadTab": async ({ tabId }, senderTabId) => {
      const about = senderTabId ?? tabId;
      if (about !== null) await ports.reloadTab(about);
      return null;
    },
    "page.chooseOrganisation": async ({ organisationId }) => {
      const me = organisationId === null ? await ask({ route: "me", scope: "none" }, null) : null;
      await store.write({ organisationId: organisationId ?? (me?.ok === true ? (firstConnected(me.body as Me)?.id ?? null) : null) });
      return null;
    },
  };

  /** Requests about a Xero tab are made in the organisation that the tab shows, whatever the asking page believes. */
  async function ask(request: ApiRequest, senderTabId: number | null): Promise<ApiAnswer> {
    const kept = await store.read();
    if (kept.workerUrl === null) return { ok: false, status: 0, problem: NO_ADDRESS };
    if (kept.session === null || kept.session.expiresAt <= ports.now()) return { ok: false, status: 401, problem: SIGNED_OUT };
    let organisationId = request.scope === "chosen" ? kept.organisationId : null;
    // Inside a tab of Xero there is no other choice than that tab's organisation.
    if (request.scope === "tab" || (senderTabId !== null && request.scope === "chosen" && (await pageOf(senderTabId)) !== null)) {
      const shortCode = (await pageOf(senderTabId ?? request.tabId ?? null))?.shortCode ?? null;
      if (shortCode === null) return { ok: false, status: 0, problem: UNKNOWN_ORGANISATION };
      if (request.query?.shortCode !== undefined && request.query.shortCode !== shortCode) return { ok: false, status: 0, problem: OTHER_ORGANISATION };
      const found = await organisationByCode(ports, store, shortCode);
      if (!found.ok) return found;
      organisationId = found.body;
    }
    const { scope: _, tabId: __, ...rest } = request;
    const answer = await askWorker(apiOf(ports, kept.workerUrl, kept.session.token, organisationId), rest);
    if (!answer.ok && answer.status === 401) await store.write({ session: null });
    return answer;
  }

  async function outcome(answer: ApiAnswer): Promise<Outcome> {
    if (answer.ok) return { ok: true };
    await ports.session.set("lastProblem", answer.problem);
    return { ok: false, problem: answer.problem };
  }

  return {
    /** Answers a message, or refuses it: a content script reaches none of the handlers that change anything. */
    async handle(message: Message, rawSender: RawSender): Promise<AnswerTo<MessageName>> {
      const sender = senderOf(rawSender, ports.extensionId);
      const handlers = sender.who === "page" ? page : sender.who === "content" ? content : {};
      if (!Object.hasOwn(handlers, message.name)) throw new Error(`${message.name} is not for a ${sender.who}`);
      const handler = (handlers as Record<string, (message: Message, tabId: number | null) => Promise<AnswerTo<MessageName>>>)[message.name];
      if (handler === undefined || sender.who === "stranger") throw new Error("no such message");
      return await handler(message, sender.tabId);
    },
    /** The chosen organisation's health, for the toolbar button; null while signed out or out of reach. */
    async health(): Promise<HealthView | null> {
      const answer = await ask({ route: "health", scope: "chosen" }, null);
      return answer.ok ? (answer.body as HealthView) : null;
    },
    async forgetTab(tabId: number): Promise<void> {
      await Promise.all([ports.session.remove(reportKey(tabId)), ports.session.remove(openedKey(tabId))]);
    },
  };
}

const NO_ADDRESS: Problem = { code: "no-address", title: "Marginalia is not set up in this browser yet.", next: "Enter the address of your firm's Marginalia in its popup." };
const SIGNED_OUT: Problem = { code: "signed-out", title: "You are signed out of Marginalia.", next: "Sign in from its popup." };
const UNKNOWN_ORGANISATION: Problem = {
  code: "organisation-unknown",
  title: "This page does not say for sure which organisation it shows.",
  next: "Reload the page. Until then nothing is shown and nothing can be changed.",
};
const OTHER_ORGANISATION: Problem = {
  code: "wrong-organisation",
  title: "The tab shows another organisation now.",
  next: "Close this card and open it again.",
};
const NOT_CONNECTED: Problem = {
  code: "not-connected",
  title: "This Xero organisation is not connected to Marginalia.",
  next: "An admin of your firm can connect it in the popup.",
};

function apiOf(ports: WorkerPorts, workerUrl: string, token: string | null, organisationId: string | null): ApiPorts {
  return { fetch: ports.fetch, createRequestId: ports.createRequestId, workerUrl, token, organisationId };
}

function settingsOf(kept: Awaited<ReturnType<Store["read"]>>, lastProblem: Problem | undefined): Settings {
  return { workerUrl: kept.workerUrl, signedIn: kept.session?.member ?? null, organisationId: kept.organisationId, lastProblem: lastProblem ?? null };
}

function firstConnected(me: Me): OrganisationView | null {
  return me.organisations.find((organisation) => organisation.state === "connected") ?? me.organisations[0] ?? null;
}

const ORGANISATIONS_FRESH_MS = 60_000;

async function organisationByCode(ports: WorkerPorts, store: Store, shortCode: string): Promise<ApiAnswer<string>> {
  const kept = (await ports.session.get("organisations")) as { at: number; ids: Record<string, string> } | undefined;
  const known = kept?.ids[shortCode];
  if (known !== undefined && ports.now() - (kept?.at ?? 0) < ORGANISATIONS_FRESH_MS) return { ok: true, body: known };
  const { workerUrl, session } = await store.read();
  const me = await askWorker(apiOf(ports, workerUrl ?? "", session?.token ?? null, null), { route: "me" });
  if (!me.ok) return me;
  const ids = Object.fromEntries(me.body.organisations.flatMap(({ id, shortCode: code }) => (code === null ? [] : [[code, id]])));
  await ports.session.set("organisations", { at: ports.now(), ids });
  const id = ids[shortCode];
  return id === undefined ? { ok: false, status: 0, problem: NOT_CONNECTED } : { ok: true, body: id };
}

async function fetchMarks(
  ports: WorkerPorts,
  store: Store,
  shortCode: string,
  records: Batch,
): Promise<{ page: MarkState | null; marks: Readonly<Record<string, Mark>> }> {
  const { workerUrl, session } = await store.read();
  if (workerUrl === null) return { page: "not-set-up", marks: {} };
  if (session === null || session.expiresAt <= ports.now()) return { page: "not-signed-in", marks: {} };
  const answer = await askWorker(apiOf(ports, workerUrl, session.token, null), { route: "marks", body: { shortCode, records } });
  if (answer.ok) return asMarks(answer.body, records);
  if (answer.status === 401) {
    await store.write({ session: null });
    return { page: "not-signed-in", marks: {} };
  }
  if (answer.problem.code === "sign_in_needed") return { page: "needs-sign-in", marks: {} };
  return { page: answer.status === 403 || answer.status === 404 ? "not-connected" : "unreachable", marks: {} };
}

/** A record that the Worker does not know yet is one without a project, not one that is still being looked up. */
function asMarks(view: MarksView, records: Batch): { page: MarkState | null; marks: Readonly<Record<string, Mark>> } {
  if (view.page !== null) return { page: view.page, marks: {} };
  return { page: null, marks: Object.fromEntries(records.map(({ id }) => [id, view.marks[id] ?? UNTRACKED])) };
}

const UNTRACKED: Mark = { state: "untracked", projectName: null, marginE2: null, waitingCount: 0 };
