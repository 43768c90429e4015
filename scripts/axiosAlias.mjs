// Node's counterpart of the `axios` alias in wrangler.toml: xero-node's requests leave through our transport.
import { registerHooks } from "node:module";

const transport = new URL("../worker/xero/axiosTransport.ts", import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    return specifier === "axios" ? { url: transport, shortCircuit: true } : next(specifier, context);
  },
});
