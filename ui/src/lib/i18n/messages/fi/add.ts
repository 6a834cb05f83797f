import type { Like } from "../../types";
import type en from "../en/add";

export default {
  title: "Lisää tili",
} satisfies Like<typeof en>;
