/** What a fault does to a rule. */
export const mutators = [
  'remove',
  'enable',
  'reorder',
  'widen',
  'narrow',
  'action',
  'negate',
  'port',
  'list',
  'timeout',
] as const;

export type Mutator = (typeof mutators)[number];
