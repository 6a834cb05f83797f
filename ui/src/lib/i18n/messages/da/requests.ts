import type { Like } from "../../types";
import type en from "../en/requests";

export default {
  title: "Anmodninger",
} satisfies Like<typeof en>;
