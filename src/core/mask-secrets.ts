import { maskTokens } from './mask-tokens.ts';

const secretWord = '(?:password|passphrase|secret|pre-shared-key|preshared-key|private-key|psk)';

/** Properties of RouterOS whose values are secrets: `password`, `wpa2-pre-shared-key`, `ipsec-secret`. A public key is none. */
const secretName = new RegExp(`^(?:[\\w-]+-)?${secretWord}$`, 'i');

export const isSecretName = (name: string): boolean => secretName.test(name);

/** In quotes, in the quotes of a script that is a string itself, or bare. */
const value = String.raw`(?:\\"[\s\S]*?\\"|"(?:[^"\\]|\\[\s\S])*"|[^\s"\]})\\;]+)`;

/** `:local botPassword "x"` */
const variable = new RegExp(
  String.raw`((?:local|global|set)\s+\\?\$?\\?"?[\w-]*${secretWord}[\w-]*\\?"?\s+)${value}`,
  'gi',
);

/** What {@link maskTokens} hides, and the values of variables that are called after a secret. */
export function maskSecrets(text: string): string {
  return maskTokens(text).replace(variable, '$1***');
}
