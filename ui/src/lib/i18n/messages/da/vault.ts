import type { Like } from "../../types";
import type en from "../en/vault";

export default {
  title: "Lås Segl op",
} satisfies Like<typeof en>;
