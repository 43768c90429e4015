// The one piece of Node that the Worker uses: a synchronous SHA-256 (nodejs_compat), the same in workerd and in Node.
declare module "node:crypto" {
  export function createHash(algorithm: "sha256"): { update(text: string): { digest(encoding: "hex"): string } };
}
