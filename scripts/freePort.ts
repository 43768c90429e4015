import { createServer } from "node:net";

/** How many ports after the wished one are tried before the system picks any free one. */
const NEIGHBOURS = 20;

/** The wished port, or the next free one; 0 lets the system choose. */
export async function freePort(wished: number): Promise<number> {
  if (wished === 0) return (await probe(0)) ?? 0;
  for (let port = wished; port < wished + NEIGHBOURS; port += 1) if ((await probe(port)) !== null) return port;
  const any = await probe(0);
  if (any === null) throw new Error("This machine has no free port on 127.0.0.1.");
  return any;
}

function probe(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
