// A preload for clients that have Xero's hosts built in: `node --import …/xeroHosts.mjs client.js` leads their HTTPS to a stand-in.
// STAND_IN_TLS_PORT names its port on 127.0.0.1; NODE_EXTRA_CA_CERTS must name the file with its authority's certificate, since names
// and certificates are checked as ever. Whatever else of xero.com is asked for is refused: a client under test never leaves the machine.
// It reaches node:https, and with it axios and openid-client; the built-in fetch has a connection pool of its own and is not led.
import { Agent } from "node:https";

const led = new Set(["login.xero.com", "identity.xero.com", "api.xero.com"]);
const port = Number(process.env["STAND_IN_TLS_PORT"]);
if (!Number.isInteger(port) || port <= 0) throw new RangeError("STAND_IN_TLS_PORT names no port");

const connect = Agent.prototype.createConnection;
Agent.prototype.createConnection = function (options, ...rest) {
  const { host } = options;
  if (led.has(host)) return connect.call(this, { ...options, host: "127.0.0.1", port, servername: host }, ...rest);
  if (/(^|\.)xero\.com$/i.test(String(host))) throw new Error(`${host} is not led to the stand-in`);
  return connect.call(this, options, ...rest);
};
