import { DurableObject } from "cloudflare:workers";
import { type Lane, LANES, MINUTE_MS, type Report } from "./budget.ts";
import type { Lease } from "../ports.ts";
import { LEASE_MS } from "./lease.ts";
import { createGateCore, type GateCore, type LeaseAnswer, type Permit } from "./gateCore.ts";

/** What one round tells: when the organisation is next due. */
interface RoundResult {
  nextDueAt: number;
}

export interface RoundContext {
  organisationId: string;
  gate: Pick<GateCore, "take" | "settle">;
  /** False when the lease was lost to another holder: stop at once. */
  stillHeld: () => boolean;
  lease: Lease;
}

export interface GateStatus {
  usedToday: number;
  bytesToday: number;
  remainingToday: number | null;
  remainingMinute: number;
}

/** Runs one round of the engine for an organisation; given by index.ts. Null: there is no such organisation any more. */
export type RunRound<Env> = (env: Env, context: RoundContext) => Promise<RoundResult | null>;

/** Two wakes within this run one round: webhooks come in bursts. */
const WAKE_DELAY_MS = 50;
/** After a round that threw, and the longest an organisation ever sleeps. */
const FAILED_RETRY_MS = 30_000;
const LONGEST_SLEEP_MS = 15 * 60_000;
/** Spreads organisations that were all woken by the same cron; not the ones that go on with what one round could not finish. */
const JITTER_MS = 2_000;
const JITTERED_FROM_MS = 10_000;

/**
 * One Durable Object per organisation: a shell around budget and lease. Holds only what is about now; losing it costs time.
 */
export function gateClass<Env>(runRound: RunRound<Env>) {
  return class Gate extends DurableObject<Env> {
    #core: GateCore = createGateCore(
      {
        get: <T>(key: string) => this.ctx.storage.kv.get<T>(key),
        put: (key, value) => this.ctx.storage.kv.put(key, value),
      },
      () => Date.now(),
    );

    constructor(context: DurableObjectState, env: Env) {
      super(context, env);
      // Rounds run in this object alone: when it starts, no round is running, whatever an eviction left behind.
      this.#core.freeLease();
    }

    take(lane: Lane): Permit {
      return this.#core.take(lane);
    }

    settle(id: string, report: Report, bytes: number): void {
      this.#core.settle(id, report, bytes);
    }

    acquire(): LeaseAnswer {
      return this.#core.acquire();
    }

    release(token: number): void {
      this.#core.release(token);
    }

    /** What health shows of the calls to Xero. */
    status(): GateStatus {
      const { dayRemaining, startedAt } = this.#core.budget();
      const { calls, bytes } = this.#core.usage();
      const recent = startedAt.filter((at) => at > Date.now() - MINUTE_MS).length;
      return { usedToday: calls, bytesToday: bytes, remainingToday: dayRemaining, remainingMinute: LANES.person.perMinute - recent };
    }

    /** How long a call of this lane would have to wait, in ms. */
    waitMs(lane: Lane): number {
      return this.#core.waitMs(lane);
    }

    /** "Look at this organisation soon." Any number of wakes before the round make one round. */
    async wake(organisationId: string): Promise<void> {
      this.ctx.storage.kv.put("organisationId", organisationId);
      this.ctx.storage.kv.put("wokenAt", Date.now());
      const at = Date.now() + WAKE_DELAY_MS;
      const armed = await this.ctx.storage.getAlarm();
      if (armed === null || armed > at) await this.ctx.storage.setAlarm(at);
    }

    /** The organisation is deleted: nothing of it stays here, and no alarm wakes it. */
    async forget(): Promise<void> {
      await this.ctx.storage.deleteAlarm();
      await this.ctx.storage.deleteAll();
    }

    override async alarm(): Promise<void> {
      const organisationId = this.ctx.storage.kv.get<string>("organisationId");
      if (organisationId === undefined) return;
      const startedAt = Date.now();
      let nextAt = startedAt + FAILED_RETRY_MS;
      let isGone = false;
      const lease = this.#core.acquire();
      try {
        if (!lease.ok) {
          nextAt = startedAt + lease.retryAfterMs;
          return;
        }
        const round = await runRound(this.env, {
          organisationId,
          gate: {
            // A long import stays the holder as long as it calls.
            take: (lane) => (this.#core.renew(lease.token), this.#core.take(lane)),
            settle: this.#core.settle,
          },
          stillHeld: () => this.#core.renew(lease.token),
          lease: { organisationId, token: lease.token, expiresAt: startedAt + LEASE_MS },
        });
        isGone = round === null;
        nextAt = Math.min(Math.max(round?.nextDueAt ?? 0, Date.now()), startedAt + LONGEST_SLEEP_MS);
        this.ctx.storage.kv.put("lastRound", { startedAt, endedAt: Date.now() });
      } catch (error) {
        // The message could quote a client's data: the name is enough to find the place in the trace.
        console.log({ event: "round_failed", organisationId, error: error instanceof Error ? error.name : "unknown" });
        this.ctx.storage.kv.put("lastRound", { startedAt, failedAt: Date.now() });
      } finally {
        if (lease.ok) this.#core.release(lease.token);
        // Also when it was forgotten in the middle of this round, however the round ended.
        if (isGone || this.ctx.storage.kv.get<string>("organisationId") === undefined) await this.forget();
        else {
          // Always armed again, else the organisation sleeps for good. A wake that came during the round goes first.
          const woken = (this.ctx.storage.kv.get<number>("wokenAt") ?? 0) > startedAt;
          const jitterMs = nextAt - Date.now() < JITTERED_FROM_MS ? 0 : Math.floor(Math.random() * JITTER_MS);
          await this.ctx.storage.setAlarm(woken ? Date.now() + WAKE_DELAY_MS : nextAt + jitterMs);
        }
      }
    }
  };
}
