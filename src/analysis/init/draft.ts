/** Something to try, whose outcome is not known yet. `six`: over IPv6, at this address of `to`. */
export type Act =
  | { readonly do: 'serve'; readonly on: string; readonly port: number }
  | {
      readonly do: 'scan';
      readonly from: string;
      readonly to: string;
      readonly six?: string;
      readonly tcp: readonly number[];
      /** A port that answers, where nothing else of the target does. */
      readonly control?: number;
    }
  | { readonly do: 'ping'; readonly from: string; readonly to: string; readonly six?: string }
  | { readonly do: 'connect'; readonly from: string; readonly to: string; readonly port: number }
  | { readonly do: 'knock'; readonly from: string; readonly to: string; readonly sequence: readonly string[] }
  | { readonly do: 'advance'; readonly duration: string };

export interface Draft {
  readonly title: string;
  /** Steps of the knock stand and fall together; two of them tell whether it opens anything. */
  readonly knock?: 'before' | 'after' | 'besides';
  readonly act: Act;
}

/** What came of an act, as a scenario expects it. */
export interface Seen {
  /** By port, of a scan. */
  readonly states?: Readonly<Record<number, string>>;
  /** A scan's `filtered` may be believed. */
  readonly isControlled?: boolean;
  /** Of a ping or a connection: `answered`, `connected`, `timeout` … */
  readonly outcome?: string;
}
