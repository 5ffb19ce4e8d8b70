import type { Narration } from './catalogue.ts';

/** A narration in the order in which it is read. */
export function tell(what: string, why: string, look: string, question: string, answer: string): Narration {
  return { what, why, look, question, answer };
}
