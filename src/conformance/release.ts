import { KnocklabError } from '../core/errors.ts';

/** A RouterOS release, as far as behaviour hangs on it. */
export interface Release {
  /** `7.16.2 (stable)`, as the router writes it. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

export function parseRelease(text: string): Release {
  const match = /^(\d+)(?:\.(\d+))?/.exec(text);
  if (match !== null) return { text, major: Number(match[1]), minor: Number(match[2] ?? 0) };
  throw new KnocklabError('router/version', `"${text}" is no version of RouterOS.`);
}

/** Is it this one or a later one? `than` is `7.10`. */
export function isAtLeast(release: Release, than: string): boolean {
  const { major, minor } = parseRelease(than);
  return release.major > major || (release.major === major && release.minor >= minor);
}
