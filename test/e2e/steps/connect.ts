import type { BrowserContext, Page } from "playwright-core";
import type { Me } from "../../../shared/api/views.ts";
import { ownPage } from "../chromium.ts";
import { restClient, until } from "../restClient.ts";
import { expectThat, type Observed, type StoryWorld } from "../story.ts";

/** The first admin signs in with the set-up token and connects one of his two organisations. No token of Xero's reaches the browser. */
export async function connect(world: StoryWorld): Promise<Observed> {
  const { stack, browser } = world;
  const seen = watchNetwork(browser);
  const popup = await browser.newPage();
  await popup.setViewportSize({ width: 380, height: 560 });
  await popup.goto(ownPage("popup"));
  await popup.getByLabel("Address").fill(stack.workerUrl);
  await popup.getByRole("button", { name: "Continue" }).click();
  await popup.getByText("First person here?").click();
  await popup.getByLabel("Set-up token").fill(stack.setupToken);
  await world.picture("popup-sign-in", popup);

  const signIn = browser.waitForEvent("page");
  await popup.getByRole("button", { name: "Become the first admin" }).click();
  await consent(await signIn, world, "sign-in");
  const connectButton = popup.getByRole("button", { name: "Connect to Xero" });
  await connectButton.waitFor();

  const connecting = browser.waitForEvent("page");
  await connectButton.click();
  const scopes = await consent(await connecting, world, "connect");
  await popup.getByText("Connected", { exact: true }).waitFor();
  await world.picture("popup-connected", popup);

  world.session = await sessionToken(popup);
  const me = await until("The connected organisation is listed", () => restClient(stack.workerUrl, world.session).get<Me>("/v1/me"), (answer) => answer.organisations.length > 0, 20_000);
  const organisation = me.value.organisations[0];
  expectThat(organisation !== undefined, "One organisation is connected.");
  const ours = stack.sandbox.organisations.find((one) => one.name === organisation.name);
  expectThat(ours !== undefined, "The connected organisation is one of the stand-in's.", organisation);
  expectThat((await popup.textContent("body"))?.includes(organisation.name) ?? false, "The popup names the organisation.");
  world.organisationId = organisation.id;
  world.tenantId = ours.tenantId;
  world.shortCode = ours.shortCode;
  world.api = restClient(stack.workerUrl, world.session, organisation.id);

  const leaked = await leakedTokens(world, popup, seen());
  expectThat(leaked.length === 0, "No token of Xero's is in the browser's storage, messages or network.", leaked);
  await popup.close();
  return { organisation: organisation.name, shortCode: ours.shortCode, organisationsToChooseFrom: stack.sandbox.organisations.length, scopes };
}

/** Goes through the stand-in's login, picker and consent as a person would; answers the scopes that consent showed. */
async function consent(window: Page, world: StoryWorld, purpose: "sign-in" | "connect"): Promise<string[]> {
  let scopes: string[] = [];
  while (!window.isClosed()) {
    const closed = window.waitForEvent("close").then(() => "closed" as const);
    const heading = await Promise.race([
      closed,
      window
        .locator("#submit-button, #approveButton, button[name=decision][value=allow]")
        .first()
        .waitFor()
        .then(() => window.url()),
    ]).catch(() => "closed" as const);
    if (heading === "closed") break;
    const approve = window.locator("#approveButton");
    if ((await approve.count()) > 0) {
      scopes = await window.locator("[data-scope]").evaluateAll((items) => items.map((item) => item.getAttribute("data-scope") ?? ""));
      if (purpose === "connect") await world.picture("xero-consent", window);
      await approve.click().catch(() => undefined);
    } else if ((await window.locator("input[name=tenantId][type=radio]").count()) > 0) {
      await world.picture("xero-organisations", window);
      await window.locator("button[value=allow]").click();
    } else {
      await window.locator("#submit-button").click();
    }
    await Promise.race([closed, window.waitForTimeout(300)]).catch(() => undefined);
  }
  return scopes;
}

async function sessionToken(popup: Page): Promise<string> {
  const stored = await popup.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: { storage: Record<string, { get(keys: null): Promise<Record<string, unknown>> }> } };
    return JSON.stringify([await chrome.storage["local"]?.get(null), await chrome.storage["session"]?.get(null)]);
  });
  const token = /"token":"([^"]+)"/.exec(stored)?.[1];
  expectThat(token !== undefined, "The extension keeps a session token of ours.");
  return token;
}

/** Keeps every text that crossed the network of the browser. */
function watchNetwork(browser: BrowserContext): () => string {
  const texts: string[] = [];
  const watch = (page: Page): void => {
    page.on("request", (request) => texts.push(request.url(), request.postData() ?? "", JSON.stringify(request.headers())));
    page.on("response", (answer) => void answer.text().then((text) => texts.push(text)).catch(() => undefined));
  };
  browser.pages().forEach(watch);
  browser.on("page", watch);
  return () => texts.join("\n");
}

async function leakedTokens(world: StoryWorld, popup: Page, network: string): Promise<string[]> {
  const storage = await popup.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: { storage: Record<string, { get(keys: null): Promise<Record<string, unknown>> }> } };
    return JSON.stringify([await chrome.storage["local"]?.get(null), await chrome.storage["session"]?.get(null), { ...localStorage }, { ...sessionStorage }]);
  });
  const issued = [...world.stack.sandbox.world.state.tokens.access.keys(), ...world.stack.sandbox.world.state.tokens.refresh.keys()];
  expectThat(issued.length > 0, "The stand-in has issued tokens to look for.");
  return issued.filter((token) => storage.includes(token) || network.includes(token)).map((token) => `${token.slice(0, 6)}…`);
}
