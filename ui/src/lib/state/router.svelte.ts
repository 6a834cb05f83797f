/**
 * Which page is open. The address is the fragment (`#/account/ab12`), so the system's Back works
 * and a page can be opened by its address. What the vault allows to be seen decides App.svelte.
 */

export type Route =
  | { page: "codes" }
  | { page: "account"; id: string }
  | { page: "add" }
  /** Like "add", with the camera off. */
  | { page: "picture" }
  | { page: "type" }
  | { page: "confirm" }
  | { page: "enrolment"; id: string }
  | { page: "requests" }
  | { page: "request"; id: string }
  | { page: "settings" };

export function parse(fragment: string): Route {
  const [page, id] = fragment
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  switch (page) {
    case "account":
    case "enrolment":
    case "request":
      return id ? { page, id } : { page: "codes" };
    case "add":
    case "picture":
    case "type":
    case "confirm":
    case "requests":
    case "settings":
      return { page };
    default:
      return { page: "codes" };
  }
}

/** A fragment that is no valid encoding is taken as it stands. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function write(route: Route): string {
  return "id" in route ? `#/${route.page}/${encodeURIComponent(route.id)}` : `#/${route.page}`;
}

function depthOf(state: unknown): number {
  if (typeof state !== "object" || state === null || !("depth" in state)) return 0;
  return typeof state.depth === "number" ? state.depth : 0;
}

export class Router {
  route = $state<Route>({ page: "codes" });
  #from = "";
  /** How many pages of ours lie behind this one; kept with each page in the history. */
  #depth = 0;

  /** Follows the window's address from here on. */
  start(): void {
    this.#follow();
    window.addEventListener("hashchange", () => this.#follow());
    window.addEventListener("popstate", () => this.#follow());
  }

  go(route: Route): void {
    if (write(route) === write(this.route)) return;
    this.#depth += 1;
    this.#set(route);
    history.pushState({ depth: this.#depth }, "", write(route));
  }

  /** Like `go`, but Back does not lead here any more. */
  replace(route: Route): void {
    this.#set(route);
    history.replaceState({ depth: this.#depth }, "", write(route));
  }

  /** Where the person was, or the codes if the page was opened from outside. */
  back(): void {
    if (this.#depth > 0) history.back();
    else this.replace({ page: "codes" });
  }

  #set(route: Route): void {
    this.route = route;
    this.#from = write(route);
  }

  #follow(): void {
    this.#depth = depthOf(history.state);
    if (location.hash === this.#from && this.#from !== "") return;
    this.#set(parse(location.hash));
  }
}

export const router = new Router();
