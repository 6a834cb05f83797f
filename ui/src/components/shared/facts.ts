import type { IconType } from "./icon";

export interface Fact {
  label: string;
  value: string;
  /** With an icon the fact is one to decide by. */
  icon?: IconType;
  /** Tabular digits: for numbers, times and counts. */
  num?: boolean;
  /** In wax red: what should make the person stop. */
  warn?: boolean;
}
