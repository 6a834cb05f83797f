import type { Like } from "../../types";
import type en from "../en/settings";

export default {
  title: "Innstillinger",
} satisfies Like<typeof en>;
