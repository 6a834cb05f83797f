import type { Like } from "../../types";
import type en from "../en/requests";

export default {
  title: "Förfrågningar",
} satisfies Like<typeof en>;
