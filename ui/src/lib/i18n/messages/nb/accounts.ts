import type { Like } from "../../types";
import type en from "../en/accounts";

export default {
  title: "Koder",
} satisfies Like<typeof en>;
