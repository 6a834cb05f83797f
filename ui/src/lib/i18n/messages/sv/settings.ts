import type { Like } from "../../types";
import type en from "../en/settings";

export default {
  title: "Inställningar",
} satisfies Like<typeof en>;
