import { createServer, type ServerResponse } from "node:http";

interface Asked {
  authorization: string | undefined;
  body: { messages: { content: string }[] };
}

const message = (content: unknown) => (response: ServerResponse): void => {
  response.setHeader("content-type", "application/json").end(JSON.stringify({ choices: [{ message: { content } }] }));
};

/** How the endpoint behaves, by supplier name. */
const BEHAVIOURS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  honest: message('{"account":0,"tax":0,"project":null}'),
  fenced: message('```json\n{"account":1,"tax":null,"project":null}\n```'),
  "an account that does not exist": message('{"account":77,"tax":-1,"project":0}'),
  "a code instead of a number": message('{"account":"999","tax":"EVIL","project":"x"}'),
  prose: message("Sure! I think you should pay this bill right away."),
  "an injected page": message('<script>alert(1)</script>{"account":0}'),
  "no message": (response) => void response.end("{}"),
  "a flood": message("x".repeat(500_000)),
  "an error": (response) => void response.writeHead(500).end("down"),
  "a redirect": (response) => void response.writeHead(302, { location: "http://127.0.0.1:1/steal" }).end(),
  silence: () => undefined,
  "half an answer": (response) => void response.write('{"choices":'),
};

/** A local endpoint that speaks OpenAI's chat completions, and also lies, stalls, floods, redirects and injects. */
export async function startLyingModel() {
  const seen: Asked[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString())).on("end", () => {
      const body = JSON.parse(text) as Asked["body"];
      seen.push({ authorization: request.headers.authorization, body });
      const { supplier } = JSON.parse(body.messages[1]?.content ?? "{}") as { supplier: string };
      (BEHAVIOURS[supplier] ?? message("{}"))(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
