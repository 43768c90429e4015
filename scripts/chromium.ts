import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Chrome itself ignores --load-extension since 137, so only Chromium builds are looked for. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/** Path of a Chromium, or null. CHROMIUM in the environment wins. */
export function findChromium(): string | null {
  const named = process.env["CHROMIUM"];
  if (named !== undefined && existsSync(named)) return named;
  return PLACES.find((place) => existsSync(place)) ?? null;
}

/** Finds Chromium, installs Debian's where that is possible (apt, root), else says how to get one. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  const root = process.getuid?.() === 0;
  if (root && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Chromium (Debian's package) for the browser tests …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"], { stdio: ["ignore", "ignore", "inherit"], env });
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  throw new Error(
    "No Chromium found. Install it (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium) or set CHROMIUM to its path.",
  );
}
