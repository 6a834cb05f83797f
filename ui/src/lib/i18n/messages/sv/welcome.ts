import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Säg ja när det är du. Och bara då.",
} satisfies Like<typeof en>;
