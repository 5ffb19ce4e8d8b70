import type { RosVersion } from '../version.ts';
import type { AccessRule } from './listener.ts';

export interface ServiceOptions extends AccessRule {
  readonly port: number;
  /** To listen on; all addresses unless given. */
  readonly address?: string;
  /** `/system identity`, asked for anew with each connection. */
  readonly identity: () => string;
  readonly version: RosVersion;
  /** For the line "login failure for user … from … via …". */
  readonly onLoginFailure: (user: string, address: string) => void;
}

/** Where a service listens. */
export function listenAt({ address = '::', port }: ServiceOptions): { address: string; port: number } {
  return { address, port };
}
