import { maskTokens } from './mask-tokens.ts';

const secretWord = '(?:password|passphrase|secret|pre-shared-key|preshared-key|private-key|psk)';

/** Properties of RouterOS whose values are secrets: `password`, `wpa2-pre-shared-key`, `ipsec-secret`. A public key is none. */
const secretName = new RegExp(`^(?:[\\w-]+-)?${secretWord}$`, 'i');

export const isSecretName = (name: string): boolean => secretName.test(name);

/** In quotes, in the quotes of a script that is a string itself, or bare. */
const value = String.raw`(?:\\"[\s\S]*?\\"|"(?:[^"\\]|\\[\s\S])*"|[^\s"\]})\\;]+)`;

const property = new RegExp(String.raw`(?<![\w-])((?:\w+-)*${secretWord})=${value}`, 'gi');

/** `:local botPassword "x"` */
const variable = new RegExp(
  String.raw`((?:local|global|set)\s+\\?\$?\\?"?[\w-]*${secretWord}[\w-]*\\?"?\s+)${value}`,
  'gi',
);

/** Hides the values of secret properties and variables in the text of commands, and the secret part of Telegram tokens. */
export function maskSecrets(text: string): string {
  return maskTokens(text).replace(property, '$1=***').replace(variable, '$1***');
}
