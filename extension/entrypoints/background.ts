import { defineBackground } from "wxt/utils/define-background";
import { startBackground } from "../data/startBackground.ts";

export default defineBackground({ type: "module", main: startBackground });
