import { attacks } from '../../attacks/catalogue.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import type { Path } from '../../lab/topology/yaml-file.ts';
import type { AttackPart } from './attack-schema.ts';

interface UnknownAttack {
  readonly path: Path;
  readonly text: string;
  readonly part: 'key' | 'value';
}

/** Attacks that the catalogue does not have, each with its place in the step. */
export function unknownAttacks({ only = [], except = [], expected = {} }: AttackPart): UnknownAttack[] {
  const known = attacks.map(({ id }) => id);
  const named = [
    ...only.map((id, index) => ({ id, path: ['only', index], part: 'value' as const })),
    ...except.map((id, index) => ({ id, path: ['except', index], part: 'value' as const })),
    ...Object.keys(expected).map((id) => ({ id, path: ['expected', id], part: 'key' as const })),
  ];
  return named
    .filter(({ id }) => !known.includes(id))
    .map(({ id, ...place }) => ({ ...place, text: `There is no attack "${id}".${didYouMean(id, known)}` }));
}
