import { defineConfig } from "wxt";
import { EXTENSION_KEY } from "./extension/extensionId.ts";

export default defineConfig({
  srcDir: "extension",
  publicDir: "extension/public",
  outDir: ".output",
  modules: ["@wxt-dev/module-react"],
  imports: false,
  manifest: {
    name: "Marginalia",
    description: "Projects, margins and bill coding in the margin of Xero. Not affiliated with Xero.",
    key: EXTENSION_KEY,
    minimum_chrome_version: "120",
    permissions: ["storage", "sidePanel", "identity", "alarms"],
    // Xero's web app; and this machine, so that the product can be tried without a deployment.
    host_permissions: ["https://go.xero.com/*", "http://localhost/*", "http://127.0.0.1/*"],
    // The firm's own Worker: only the one address that is entered is asked for, when it is entered.
    optional_host_permissions: ["https://*/*"],
    content_scripts: [{ matches: ["https://go.xero.com/*"], js: ["xero.js"], run_at: "document_idle" }],
    action: { default_title: "Marginalia" },
    web_accessible_resources: [{ resources: ["card.html"], matches: ["https://go.xero.com/*"] }],
  },
});
