/** What happened in the watched part since the last frame. Our own elements are already left out. */
export interface Changes {
  added: Element[];
  removed: Element[];
  /** A link that was already there now leads elsewhere: lists reuse their rows. */
  relabelled: boolean;
}

export interface SchedulerPorts {
  /** Monotonic milliseconds. */
  now: () => number;
  /** Runs once before the next paint. */
  onFrame: (run: () => void) => void;
  /** Runs when the browser has nothing better to do; used while the breaker is open. */
  onIdle: (run: () => void) => void;
  isOurs: (node: Node) => boolean;
}

/** The budget of the overlay on somebody else's page. Beyond it we back off; the third time the page load goes without us. */
export const BREAKER = { callbacksPerSecond: 50, frameMs: 8, trips: 3 } as const;

export interface Scheduler {
  watch: (root: Element) => void;
  stop: () => void;
  state: () => "watching" | "backing-off" | "off";
}

/**
 * One MutationObserver on the part of the page that matters, batched per frame. Besides the root's subtree it watches the child lists of the root's
 * ancestors (not their subtrees: Xero leaks a node a second elsewhere in the page), which is how it sees that the root itself was replaced.
 */
export function createScheduler(ports: SchedulerPorts, onChanges: (changes: Changes) => void, onOff: (why: string) => void): Scheduler {
  let trips = 0;
  let state: "watching" | "backing-off" | "off" = "watching";
  let pending = nothing();
  let scheduled = false;
  let windowStart = 0;
  let callbacksInWindow = 0;

  const observer = new MutationObserver((records) => {
    if (state === "off") return;
    let before = pending.added.length + pending.removed.length;
    for (const record of records) {
      if (record.type === "attributes") {
        pending.relabelled = true;
        before = -1;
      }
      collect(record.removedNodes, pending.removed);
      collect(record.addedNodes, pending.added);
    }
    // Marks that we made ourselves wake nobody, so applying twice cannot loop.
    if (pending.added.length + pending.removed.length === before) return;
    countCallback();
    schedule();
  });

  function collect(nodes: NodeList, into: Element[]): void {
    for (const node of nodes) if (node.nodeType === 1 && !ports.isOurs(node)) into.push(node as Element);
  }

  function countCallback(): void {
    const now = ports.now();
    if (now - windowStart >= 1000) {
      windowStart = now;
      callbacksInWindow = 0;
    }
    callbacksInWindow += 1;
    if (callbacksInWindow > BREAKER.callbacksPerSecond) {
      callbacksInWindow = 0;
      trip("the page changed too often");
    }
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    (state === "backing-off" ? ports.onIdle : ports.onFrame)(flush);
  }

  function flush(): void {
    scheduled = false;
    if (state === "off") return;
    const changes = pending;
    pending = nothing();
    const startedAt = ports.now();
    onChanges(changes);
    if (ports.now() - startedAt > BREAKER.frameMs) trip("our own work took too long");
    else if (state === "backing-off") state = "watching";
  }

  function trip(why: string): void {
    trips += 1;
    state = "backing-off";
    if (trips >= BREAKER.trips) {
      state = "off";
      observer.disconnect();
      onOff(why);
    }
  }

  return {
    watch(root) {
      if (state === "off") return;
      observer.disconnect();
      observer.observe(root, { childList: true, subtree: true, attributeFilter: ["href"] });
      for (let above = root.parentElement; above !== null; above = above.parentElement) observer.observe(above, { childList: true });
    },
    stop() {
      observer.disconnect();
      pending = nothing();
    },
    state: () => state,
  };
}

function nothing(): Changes {
  return { added: [], removed: [], relabelled: false };
}
