import { maskTokens } from './mask-tokens.ts';

/** Properties of RouterOS whose values are secrets: `password`, `wpa2-pre-shared-key`, `ipsec-secret`. A public key is none. */
const secretName = /^(?:.*-)?(?:password|passphrase|secret|pre-shared-key|preshared-key|private-key|psk)$/i;

export const isSecretName = (name: string): boolean => secretName.test(name);

const assignment = /(?<![\w-])([a-z][\w-]*)=("(?:[^"\\]|\\[\s\S])*"|\\"[\s\S]*?\\"|[^\s"\]})]+)/gi;

/** Hides the values of secret properties in the text of commands, and the secret part of Telegram tokens. */
export function maskSecrets(text: string): string {
  return maskTokens(text).replace(assignment, (whole, name: string) => (isSecretName(name) ? `${name}=***` : whole));
}
