/** Whether the window is wide enough for the account beside the list (1088 px, as in frame.css). */
import { MediaQuery } from "svelte/reactivity";

const wide = new MediaQuery("min-width: 68rem");

export function hasPane(): boolean {
  return wide.current;
}
