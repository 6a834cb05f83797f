import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Sano kyllä, kun se olet sinä. Ja vain silloin.",
} satisfies Like<typeof en>;
