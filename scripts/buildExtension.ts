import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;

/** Builds the extension into .output; what the build printed is shown only when it fails. */
export function buildExtension(): void {
  const { status, stdout, stderr } = spawnSync(join(root, "node_modules", ".bin", "wxt"), ["build"], { cwd: root, encoding: "utf8", env: { ...process.env, CI: "true" } });
  if (status === 0) return;
  console.error(stdout, stderr);
  throw new Error("The extension could not be built.");
}
