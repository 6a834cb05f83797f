/** Keys that work on every page: Ctrl+L locks, Ctrl+N adds. Pages have their own beside them. */
import { app } from "./app.svelte";
import { router } from "./router.svelte";

/** Whether the key press is meant for a text field. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type))
  );
}

export function shortcuts(event: KeyboardEvent, open: boolean): void {
  if (!open || event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  if (key === "l") {
    event.preventDefault();
    void app.lock();
  } else if (key === "n") {
    event.preventDefault();
    router.go({ page: "add" });
  }
}
