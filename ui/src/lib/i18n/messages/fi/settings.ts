import type { Like } from "../../types";
import type en from "../en/settings";

export default {
  title: "Asetukset",
} satisfies Like<typeof en>;
