import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Sig ja, når det er dig. Og kun dér.",
} satisfies Like<typeof en>;
