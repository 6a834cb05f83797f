// The screens that are looked at: a name, the scenario, the page, and what is done before looking.
// A step is a function of a Playwright page; it finds things as a person does, by role and name.

export const screens = [
  { name: "welcome", fake: "first-run" },
  { name: "accounts", fake: "accounts" },
  { name: "add", fake: "camera", at: "#/add" },
  { name: "recovery", fake: "recovery" },
  { name: "unlock", fake: "locked" },
  { name: "damaged", fake: "damaged" },
  { name: "requests", fake: "requests", at: "#/requests" },
  { name: "request", fake: "requests", at: "#/request/r1" },
  { name: "settings", fake: "accounts", at: "#/settings" },
];
