import type { Like } from "../../types";
import type en from "../en/requests";

export default {
  title: "Pyynnöt",
} satisfies Like<typeof en>;
