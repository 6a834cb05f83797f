import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Sig ja, når det er dig. Og kun da.",
  lead: "Segl er det andet trin, når du logger ind. Det viser koder og lader dig godkende, på denne computer.",
  scan: "Scan en QR-kode",
  scan_text: "En webside beder dig sætte en godkendelsesapp op",
  picture: "Brug et billede eller et link",
  picture_text: "Du har gemt QR-koden eller kopieret den",
  type: "Skriv den ind",
  type_text: "Websiden viser en nøgle af bogstaver og tal",
  privacy: "Ingen konto hos os. Intet forlader enheden, undtagen til de servere, du selv tilføjer.",
  pass_title: "Vælg en adgangssætning",
  pass_why_absent:
    "Denne computer har ingen nøglering, der kan holde dine konti låst for dig. Derfor åbner du Segl med din egen adgangssætning.",
  pass_why_locked:
    "Nøgleringen på denne computer er låst. Lås den op, og prøv igen, eller åbn Segl med din egen adgangssætning.",
  pass_why_denied:
    "Nøgleringen på denne computer lukkede ikke Segl ind. Tillad det, og prøv igen, eller åbn Segl med din egen adgangssætning.",
  pass_why_damaged:
    "Nøgleringen på denne computer gav et svar, der ikke giver mening. Åbn i stedet Segl med din egen adgangssætning.",
  keyring_retry: "Prøv nøgleringen igen",
  pass: "Adgangssætning",
  pass_again: "Den samme igen",
  pass_hint: "Mindst 8 tegn. Et par ord, som kun du ville sætte sammen, er bedst.",
  pass_lost:
    "Ingen kan finde den frem for dig. På næste side får du en gendannelseskode til den dag, du ikke kan huske den.",
  pass_differs: "De to er ikke ens endnu.",
  pass_short: "Mindst 8 tegn, tak.",
  strength_short: "For kort",
  strength_weak: "Let at gætte",
  strength_fair: "God",
  strength_strong: "Meget god",
} satisfies Like<typeof en>;
