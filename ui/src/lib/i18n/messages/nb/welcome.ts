import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Si ja når det er deg. Og bare da.",
} satisfies Like<typeof en>;
