import { expect, test } from "vitest";
import { createPkce } from "./pkce.ts";

// RFC 7636, appendix B.
const OCTETS = [116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121];

test("the challenge is the one of RFC 7636, appendix B", async () => {
  const { verifier, challenge } = await createPkce((count) => Uint8Array.from(OCTETS.slice(0, count)));
  expect(verifier).toBe("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  expect(challenge).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});
