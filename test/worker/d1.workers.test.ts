import { d1Contract } from "../contract/d1Contract.ts";
import { tables } from "./tables.ts";

d1Contract("D1 of workerd", tables.fresh);
