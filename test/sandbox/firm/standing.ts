import type { Books } from "../books/books.ts";
import { nextBetween, nextGuid, pick, type RandomState } from "../random.ts";
import { projects } from "./people.ts";

const dayMs = 86_400_000;

export interface Standing {
  random: RandomState;
  nowMs: number;
  customers: readonly string[];
  userIds: readonly string[];
}

/** What stands in an organisation besides its documents: items, a contact group, and Xero's own projects with tasks and time. */
export function addStanding(books: Books, { random, nowMs, customers, userIds }: Standing): void {
  const fees = [...books.accounts.values()].find((account) => account.code === "200");
  for (const [code, name, unitPriceScaled] of [["DESIGN", "Design hour", 1_650_000], ["COPY", "Copywriting hour", 1_300_000], ["STRAT", "Strategy workshop", 18_500_000]] as const) {
    const id = nextGuid(random);
    books.items.set(id, { id, code, name, description: name, purchaseDescription: "", isSold: true, isPurchased: false, updatedAtMs: nowMs - 300 * dayMs, sales: { unitPriceScaled, taxType: "OUTPUT", ...(fees ? { accountId: fees.id } : {}) } });
  }
  const groupId = nextGuid(random);
  books.contactGroups.set(groupId, { id: groupId, name: "Retainer clients", status: "ACTIVE", contactIds: customers.slice(0, 4) });
  for (const name of projects.slice(0, Math.min(projects.length, customers.length))) addProject(books, name, { random, nowMs, customers, userIds });
}

function addProject(books: Books, name: string, { random, nowMs, customers, userIds }: Standing): void {
  const projectId = nextGuid(random);
  books.projects.set(projectId, { id: projectId, name, contactId: pick(random, customers), status: "INPROGRESS", estimateMinor: nextBetween(random, 8, 60) * 100_000 });
  for (const [task, rateMinor] of [["Design", 16_500], ["Account management", 14_000]] as const) {
    const taskId = nextGuid(random);
    books.tasks.set(taskId, { id: taskId, projectId, name: task, rateMinor, chargeType: "TIME", estimateMinutes: 0, status: "ACTIVE" });
    for (let entry = nextBetween(random, 1, 4); entry > 0; entry -= 1) {
      const id = nextGuid(random);
      const at = new Date(nowMs - nextBetween(random, 1, 90) * dayMs).toISOString();
      books.time.set(id, { id, projectId, taskId, userId: pick(random, userIds), dateUtc: `${at.slice(0, 10)}T00:00:00Z`, dateEnteredUtc: at, durationMinutes: nextBetween(random, 2, 32) * 15, description: task, status: "ACTIVE" });
    }
  }
}
