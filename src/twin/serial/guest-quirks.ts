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
  /** The interfaces are there so long after the boot: virtio is slow on some machines. */
  readonly lateMs: number;
  /** So long REST answers 200 with an array where a menu of settings has an object (chr-facts 4). */
  readonly wrongBodyMs: number;
  /** `/import` over the API says of a file that it stopped in what it says of one that is done: nothing. */
  readonly importsSilently: boolean;
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
    lateMs: Number(words.get('knocklab.late') ?? 0) * 1000,
    wrongBodyMs: Number(words.get('knocklab.rest') ?? 5) * 1000,
    importsSilently: words.get('knocklab.import') === 'silent',
  };
}
