import type { Twin } from '../twin.ts';
import { startBandwidthTestService } from './bandwidth-test-service.ts';
import { startFtpService } from './ftp-service.ts';
import type { Listening } from './listener.ts';
import type { ServiceOptions } from './service-options.ts';
import { startSshService } from './ssh-service.ts';
import { startTelnetService } from './telnet-service.ts';
import { startWinboxService } from './winbox-service.ts';
import { startWwwService } from './www-service.ts';

/** The ports that a scanner sees, by their names in `/ip service`; bandwidth-test is `/tool bandwidth-server`. */
export type BannerServiceName = keyof typeof services;

const services = {
  ftp: startFtpService,
  ssh: startSshService,
  telnet: startTelnetService,
  www: startWwwService,
  winbox: startWinboxService,
  'bandwidth-test': startBandwidthTestService,
} as const;

export interface TwinServiceOptions extends ServiceOptions {
  readonly twin: Twin;
}

/** Starts a service that says what RouterOS says at that port. Rejects when it cannot listen. */
export async function startService(name: BannerServiceName, options: TwinServiceOptions): Promise<Listening> {
  return await services[name](options);
}
