import { limitedTo, type Batch } from "./batch.ts";
import type { Marks } from "./marks.ts";
import type { SubjectKind } from "./messages.ts";

export interface Wanted {
  kind: SubjectKind;
  id: string;
}

export interface MarksClient {
  /** Ask for these records; calls within a frame become one message, and what is under way is not asked for again. */
  want: (records: readonly Wanted[]) => void;
  /** Forget what is under way: the page changed. */
  reset: () => void;
}

export interface MarksClientPorts {
  fetchMarks: (batch: Batch) => Promise<Marks>;
  onFrame: (run: () => void) => void;
  onMarks: (marks: Marks) => void;
}

/** The content script's side: batches per frame, one message per 200 records. */
export function createMarksClient(ports: MarksClientPorts): MarksClient {
  let wanted = new Map<string, Wanted>();
  const underWay = new Set<string>();
  let scheduled = false;
  let generation = 0;

  async function flush(): Promise<void> {
    scheduled = false;
    const batches = limitedTo([...wanted.values()]);
    wanted = new Map();
    const mine = generation;
    for (const batch of batches) {
      for (const { id } of batch) underWay.add(id);
      const marks = await ports.fetchMarks(batch).catch(() => null);
      for (const { id } of batch) underWay.delete(id);
      if (marks !== null && mine === generation) ports.onMarks(marks);
    }
  }

  return {
    want(records) {
      for (const record of records) if (!underWay.has(record.id)) wanted.set(record.id, record);
      if (wanted.size === 0 || scheduled) return;
      scheduled = true;
      ports.onFrame(() => void flush());
    },
    reset() {
      generation += 1;
      wanted.clear();
      underWay.clear();
    },
  };
}
