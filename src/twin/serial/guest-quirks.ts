/** How the stand-in guest behaves on its serial console; each is a word of the kernel's command line. */
export interface GuestQuirks {
  /** Between the first login and its first question (chr-facts 5: about ten seconds). */
  readonly pauseMs: number;
  /** Asks whether to show the licence at the first login. */
  readonly asksLicence: boolean;
  /** Demands a new password at the first login, as RouterOS does since 6.49. */
  readonly asksPassword: boolean;
  /** Draws prompt and command once more before a command's output. */
  readonly repaints: boolean;
}

/** Reads `knocklab.pause=10 knocklab.licence=no …`; what is not there is as on a fresh CHR. */
export function parseQuirks(commandLine: string): GuestQuirks {
  const words = new Map(
    commandLine
      .trim()
      .split(/\s+/)
      .map((word): [string, string] => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]),
  );
  const isOn = (name: string): boolean => words.get(`knocklab.${name}`) !== 'no';
  return {
    pauseMs: Number(words.get('knocklab.pause') ?? 10) * 1000,
    asksLicence: isOn('licence'),
    asksPassword: isOn('password'),
    repaints: isOn('repaint'),
  };
}
