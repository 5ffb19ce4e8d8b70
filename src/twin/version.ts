/** The RouterOS release that the twin plays: it decides dates, layouts and a few texts. */
export interface RosVersion {
  /** `6.49.18`, `7.16.2` */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The last release of each line that the project's facts were read from; `--ros 6.49` means 6.49.18. */
const newest: Readonly<Record<string, string>> = { '6': '6.49.18', '6.49': '6.49.18', '7': '7.16.2' };

export function parseVersion(text: string): RosVersion {
  const full = newest[text] ?? text;
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(full);
  if (match === null) throw new Error(`not a RouterOS version: ${text}`);
  return { text: full, major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

/** Is this release `major.minor` or later? */
export function isAtLeast(version: RosVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}
