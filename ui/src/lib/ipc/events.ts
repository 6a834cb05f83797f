/** Events of the core. They are hints that something changed; the truth is asked for with `call`. */
import type { AppEvent } from "./bindings/api";
import { currentHost } from "./call";

type Of<E extends AppEvent["event"]> = Extract<AppEvent, { event: E }>;

/** Calls `handler` for each event of that name until the answer is called. */
export function on<E extends AppEvent["event"]>(
  name: E,
  handler: (event: Of<E>) => void,
): () => void {
  return currentHost().listen((event) => {
    if (event.event === name) handler(event as Of<E>);
  });
}
