/** Moves the focus to a heading when its page opens, so that a screen reader begins there. */
export function focusHere(node: HTMLElement): void {
  node.focus({ preventScroll: true });
}
