/** The types that make a missing message, or a wrong placeholder, a compile error. */

/** A text, or one per plural form; then its number is called `n`. */
export type Message = string | { readonly one?: string; readonly other: string };

/** What a translation of the English room `M` has to have: the same keys, the same kind of message. */
export type Like<M> = { readonly [K in keyof M]: M[K] extends string ? string : Message };

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The placeholders of a message. */
export type Placeholders<M> = M extends string
  ? Names<M>
  : M extends { readonly other: infer S }
    ? Names<S>
    : never;
