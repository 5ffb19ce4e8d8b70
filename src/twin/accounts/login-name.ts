/** What may stand behind a login name: `admin+ct200w` (language-facts 7). */
export interface LoginName {
  readonly user: string;
  readonly colours: boolean;
  /** Ask the terminal for its size and abilities? */
  readonly detects: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

/** `c`: no colours, `t`: no terminal detection, `e`: dumb terminal, `200w`, `50h`. A `+` with anything else is part of the name. */
export function parseLoginName(given: string): LoginName {
  const match = /^(.+)\+((?:[cte]|\d{1,4}[wh])*)$/.exec(given);
  const [, user = given, options = ''] = match ?? [];
  const size = (letter: string): number | undefined => {
    const digits = new RegExp(`(\\d+)${letter}`).exec(options)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  return {
    user,
    colours: !/[ce]/.test(options),
    detects: !/[te]/.test(options),
    columns: size('w'),
    rows: size('h'),
  };
}
