import type { Like } from "../../types";
import type en from "../en/settings";

export default {
  title: "Indstillinger",
} satisfies Like<typeof en>;
