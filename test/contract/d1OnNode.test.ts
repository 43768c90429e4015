import { d1OnNode, migrate } from "../sim/d1OnNode.ts";
import { d1Contract } from "./d1Contract.ts";

d1Contract("D1 over node:sqlite", async () => {
  const d1 = d1OnNode();
  await migrate(d1);
  return d1;
});
