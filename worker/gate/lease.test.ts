import { expect, test } from "vitest";
import { acquire, FREE_LEASE, LEASE_MS, release, renew } from "./lease.ts";

function granted(state = FREE_LEASE, now = 1_000) {
  const acquired = acquire(state, now);
  if (!acquired.granted) throw new Error("was not granted");
  return acquired.state;
}

test("a second round waits until the first releases or dies", () => {
  const first = granted();
  expect(acquire(first, 1_001)).toEqual({ granted: false, retryAfterMs: LEASE_MS - 1 });
  expect(acquire(release(first, first.token), 1_001).granted).toBe(true);
  expect(acquire(first, 1_000 + LEASE_MS).granted).toBe(true);
});

test("a holder thought dead can neither renew nor release what another holds", () => {
  const first = granted();
  const second = granted(first, 1_000 + LEASE_MS);
  expect(second.token).toBeGreaterThan(first.token);
  expect(renew(second, first.token, 70_000)).toBeNull();
  expect(release(second, first.token)).toEqual(second);
});

test("a released lease cannot be renewed", () => {
  const first = granted();
  expect(renew(release(first, first.token), first.token, 2_000)).toBeNull();
});

test("a gate that lost its memory starts above every token it gave before", () => {
  const before = granted(FREE_LEASE, 5_000_000);
  expect(granted(FREE_LEASE, 5_000_001).token).toBeGreaterThan(before.token);
});

test("a clock that stepped back locks nobody out for longer than one lease", () => {
  const first = granted(FREE_LEASE, 9_000_000);
  expect(acquire(first, 0)).toEqual({ granted: false, retryAfterMs: LEASE_MS });
});
