import { KnocklabError } from '../../../core/errors.ts';
import { connectApi } from '../../api-client.ts';
import type { ApiConnection } from '../../api-connection.ts';
import { createRealClock } from '../../real-clock.ts';
import { Router } from '../../router.ts';
import type { StartedRouter } from '../started-router.ts';

/** A RouterOS that stands somewhere, which the user has named. */
export interface DeviceTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** A PEM text: go by API-SSL, to whoever has a certificate from this authority. */
  readonly ca?: string;
}

const userVariable = 'KNOCKLAB_DEVICE_USER';
const passwordVariable = 'KNOCKLAB_DEVICE_PASSWORD';

/** Reads the address as the user wrote it, `192.0.2.1`, `router.lan:8728` or `[2001:db8::1]:8728`, and the login from the environment. */
export function deviceTarget(address: string | undefined, env: NodeJS.ProcessEnv, ca?: string): DeviceTarget {
  const { [userVariable]: user, [passwordVariable]: password } = env;
  if (address === undefined)
    throw new KnocklabError(
      'input/device',
      '"--router device" needs "--address": no router is asked that nobody has named.',
    );
  if (user === undefined || password === undefined)
    throw new KnocklabError('input/device', `The login of ${address} is not known.`, {
      remedy: `Put it into the environment: ${userVariable} and ${passwordVariable}.`,
    });
  return { ...placeOf(address, ca === undefined ? 8728 : 8729), user, password, ...(ca === undefined ? {} : { ca }) };
}

function placeOf(address: string, usualPort: number): { host: string; port: number } {
  const [, bracketed, plain, port = String(usualPort)] =
    /^(?:\[([\da-f:]+)\]|([^\s:[\]/]+))(?::(\d{1,5}))?$/i.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new KnocklabError('input/device', `"${address}" is no address of a router.`, {
    remedy: 'Write it as 192.0.2.1, router.lan:8728 or [2001:db8::1]:8728.',
  });
}

/** As the user would write it. */
export const addressText = ({ host, port }: DeviceTarget): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Logs in. Nothing is changed by that but the device's log. */
export async function connectDevice(target: DeviceTarget): Promise<StartedRouter> {
  const api = await openApi(target);
  const router = new Router(api, target.host);
  return {
    router,
    clock: createRealClock(router),
    notes: async () => [],
    logs: async () => '',
    [Symbol.asyncDispose]: async () => await api[Symbol.asyncDispose](),
  };
}

export async function openApi({ host, port, user, password, ca }: DeviceTarget): Promise<ApiConnection> {
  const tls = ca === undefined ? {} : { tls: trusting(ca) };
  return await connectApi({ at: { host, port }, user, password, ...tls });
}

/** A router's certificate seldom names the address that it is reached at: that the authority is the named one has to do. */
const trusting = (ca: string) => ({ ca, rejectUnauthorized: true, checkServerIdentity: () => undefined });
