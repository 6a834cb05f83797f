import type { Like } from "../../types";
import type en from "../en/add";

export default {
  title: "Tilføj konto",
} satisfies Like<typeof en>;
