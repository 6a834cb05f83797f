import type { Like } from "../../types";
import type en from "../en/requests";

export default {
  title: "Forespørsler",
} satisfies Like<typeof en>;
