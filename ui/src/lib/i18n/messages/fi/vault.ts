import type { Like } from "../../types";
import type en from "../en/vault";

export default {
  title: "Avaa Segl",
} satisfies Like<typeof en>;
