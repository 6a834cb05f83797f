import type { Like } from "../../types";
import type en from "../en/welcome";

export default {
  title: "Si ja når det er deg. Og bare da.",
  lead: "Segl er det andre steget når du logger inn. Det viser koder og lar deg godkjenne, på denne datamaskinen.",
  scan: "Skann en QR-kode",
  scan_text: "En nettside ber deg sette opp en autentiseringsapp",
  picture: "Bruk et bilde eller en lenke",
  picture_text: "Du har lagret QR-koden, eller kopiert den",
  type: "Skriv den inn",
  type_text: "Nettsiden viser en nøkkel av bokstaver og tall",
  privacy:
    "Ingen konto hos oss. Ingenting forlater denne enheten, unntatt til serverne du selv legger til.",
  pass_title: "Velg en passfrase",
  pass_why_absent:
    "Denne datamaskinen har ingen nøkkelring som kan holde kontoene låst for deg. Derfor åpner du Segl med din egen passfrase.",
  pass_why_locked:
    "Nøkkelringen på denne datamaskinen er låst. Lås den opp og prøv igjen, eller åpne Segl med din egen passfrase.",
  pass_why_denied:
    "Nøkkelringen på denne datamaskinen slapp ikke Segl inn. Tillat det og prøv igjen, eller åpne Segl med din egen passfrase.",
  pass_why_damaged:
    "Nøkkelringen på denne datamaskinen ga et svar som ikke gir mening. Åpne heller Segl med din egen passfrase.",
  keyring_retry: "Prøv nøkkelringen igjen",
  pass: "Passfrase",
  pass_again: "Den samme igjen",
  pass_hint: "Minst 8 tegn. Noen få ord som bare du ville satt sammen, er best.",
  pass_lost:
    "Ingen kan finne den igjen for deg. På neste side får du en gjenopprettingskode, til den dagen du ikke husker den.",
  pass_differs: "De to er ikke like ennå.",
  pass_short: "Minst 8 tegn, takk.",
  strength_short: "For kort",
  strength_weak: "Lett å gjette",
  strength_fair: "God",
  strength_strong: "Svært god",
} satisfies Like<typeof en>;
