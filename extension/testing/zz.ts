import { startStack } from "../../test/e2e/stack.ts";
import { openBrowser, ownPage } from "../../test/e2e/chromium.ts";
const stack = await startStack({ folder: "/tmp/zzstack", seed: 7, cronEveryMs: 3000 });
console.log("stack up", stack.workerUrl, stack.sandboxUrl);
const context = await openBrowser({ tlsPort: stack.tlsPort, spkiHash: stack.spkiHash, headless: true });
try {
const popup = await context.newPage(); await popup.setViewportSize({width:380,height:640}); await popup.goto(ownPage("popup"));
await popup.getByLabel("Address").fill(stack.workerUrl); await popup.getByRole("button",{name:"Continue"}).click();
await popup.getByText("First person here").click();
await popup.getByLabel("Set-up token").fill(stack.setupToken);
const next = context.waitForEvent("page");
await popup.getByRole("button",{name:"Become the first admin"}).click();
const login = await next.catch(() => null); 
await popup.waitForTimeout(2500);
if (login && !login.isClosed()) { await login.waitForLoadState(); await login.screenshot({path:"/tmp/zz-login.png"}); console.log(login.url().slice(0,200)); console.log((await login.locator("body").innerText()).slice(0,1200)); }
await popup.screenshot({path:"/tmp/zz-popup.png"}); console.log(await popup.locator("body").innerText());
} catch (e) { console.log("ERR", e); } finally { await context.close(); await stack.stop(); process.exit(0); }
