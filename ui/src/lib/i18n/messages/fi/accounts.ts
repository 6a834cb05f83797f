import type { Like } from "../../types";
import type en from "../en/accounts";

export default {
  title: "Koodit",
} satisfies Like<typeof en>;
