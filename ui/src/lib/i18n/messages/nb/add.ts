import type { Like } from "../../types";
import type en from "../en/add";

export default {
  title: "Legg til konto",
} satisfies Like<typeof en>;
