import type { Like } from "../../types";
import type en from "../en/vault";

export default {
  title: "Lås upp Segl",
} satisfies Like<typeof en>;
