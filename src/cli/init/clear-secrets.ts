import { maskTokens } from '../../core/mask-tokens.ts';
import type { Source } from '../../core/source.ts';

/** A value that is a secret by its property's name; empty ones are none. */
const secret =
  /(?:^|[\s\\])[\w.-]*(?:password|secret|passphrase|pre-shared-key|private-key|wpa2?-key|auth-key)="?[^\s"\\]/;

/** What whoever reads the project's history would learn. */
export function clearSecrets({ text }: Source): string[] {
  const lines = text
    .split('\n')
    .flatMap((line, at) => (!line.startsWith('#') && (secret.test(line) || maskTokens(line) !== line) ? [at + 1] : []));
  if (lines.length === 0) return [];
  const shown = lines.slice(0, 5).join(', ');
  return [
    `Secrets stand in clear text (line ${shown}${lines.length > 5 ? ' …' : ''}), and git keeps what it has seen: export with hide-sensitive (7: without show-sensitive).`,
  ];
}
