import type { Like } from "../../types";
import type en from "../en/add";

export default {
  title: "Lägg till konto",
} satisfies Like<typeof en>;
