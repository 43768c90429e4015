import { describe, expect, test } from "vitest";
import { workerAddress } from "./workerAddress.ts";

describe("the address of the firm's Worker", () => {
  test.each([
    ["https://m.firm.workers.dev", "https://m.firm.workers.dev"],
    ["  m.firm.workers.dev/ ", "https://m.firm.workers.dev"],
    ["https://m.firm.workers.dev/some/page?x=1", "https://m.firm.workers.dev"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
    ["http://localhost:8787/", "http://localhost:8787"],
  ])("%s", (typed, workerUrl) => expect(workerAddress(typed)).toEqual({ ok: true, workerUrl }));

  test.each(["", "   ", "http://m.firm.workers.dev", "ftp://x.test", "https://", "https://go.xero.com", "https://me:secret@x.test", "javascript:alert(1)"])(
    "%j is refused with a sentence and what to do",
    (typed) => {
      const answer = workerAddress(typed);
      expect(answer).toMatchObject({ ok: false, problem: { code: "address-invalid" } });
    },
  );
});
