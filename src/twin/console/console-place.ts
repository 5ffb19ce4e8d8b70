import type { Value } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import type { RosVersion } from '../version.ts';
import type { LastPrint } from './item-numbers.ts';

/** What prints are shaped for. */
export interface Screen {
  /** As wide as it is now. */
  readonly columns: number;
  /** An empty line ends what is printed, as in the answer to a command line by SSH. */
  readonly endsBlank?: boolean;
}

/** Where commands are given: a console, and what it may see. */
export interface ConsolePlace {
  readonly version: RosVersion;
  readonly lastPrint: LastPrint;
  readonly hidesSecrets: boolean;
  readonly screen?: Screen | undefined;
  writeFile(name: string, text: string, options: { readonly appends: boolean }): void;
  /** Settles when the menu may have more to show; `false`: nobody waits any longer. */
  changed(menu: Menu, signal: AbortSignal): Promise<boolean>;
  /** Settles when so much of the router's time has passed; `false`: nobody waits any longer. */
  passes(time: Value, signal: AbortSignal): Promise<boolean>;
}
