import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { ActionCall } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { besideTime } from './beside-time.ts';
import type { CallArguments } from './call-arguments.ts';

/** The address of a name, or RouterOS's word that there is none. */
export async function pingTarget({ resolver }: Twin, name = ''): Promise<string> {
  const address = name === '' ? undefined : await resolver.resolve(name).catch(() => undefined);
  if (address !== undefined) return address;
  throw new RouterosError('failure: resolve failed', { category: trapCategories.general });
}

/** Where requests go out: an interface, an address of the router, or both; as the kernel knows them. */
export function pingSource(twin: Twin, args: CallArguments): readonly string[] {
  const [name, address] = [args.text('interface'), args.address('src-address')];
  if (name !== undefined && !twin.network.interfaceNames().includes(name))
    throw new RouterosError('input does not match any value of interface', { category: trapCategories.argument });
  return [...(name === undefined ? [] : [twin.kernelName(name)]), ...(address === undefined ? [] : [address])];
}

/** Until the next request is due, on the router's clock; `false` when somebody ended it. */
export async function untilNext(twin: Twin, call: ActionCall, ms: number): Promise<boolean> {
  const never = new Promise<never>(() => undefined);
  await besideTime(twin, call, never, ms).catch(() => undefined);
  return !call.signal.aborted;
}
