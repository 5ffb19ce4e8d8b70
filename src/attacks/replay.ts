import type { Sniffed } from '../probes/sniff.ts';
import type { Forged } from '../scenario/host-deeds.ts';
import type { ScenarioHost } from '../scenario/scenario-host.ts';
import { type Attack, givesWay, holds, type Scene } from './attack.ts';

/** What was heard of a knock, as the attacker would send it himself. */
function asOwn(heard: readonly Sniffed[], source: string): Forged[] {
  return heard.flatMap(({ protocol, port, size, data }): Forged[] => {
    const sourcePort = 50_000 + Math.floor(Math.random() * 10_000);
    if (protocol === 'icmp') return [{ source, transport: { protocol, size, pattern: data.toString('hex') } }];
    if (protocol === 'udp') return [{ source, transport: { protocol, sourcePort, port, data } }];
    return data.length === 0 ? [{ source, transport: { protocol, sourcePort, port } }] : [];
  });
}

/** Data over a connection cannot be forged blind: the attacker connects, and says what he heard. */
async function sayAgain(attacker: ScenarioHost, address: string, heard: readonly Sniffed[]): Promise<void> {
  for (const { protocol, port, data } of heard) {
    if (protocol !== 'tcp' || data.length === 0) continue;
    await attacker.exec(['socat', '-u', 'STDIN', `TCP:${address}:${port},connect-timeout=0.3`], { input: data });
  }
}

async function replayed({ system, context, openFor, openTo }: Scene) {
  const target = system.target ?? context.router;
  const heard = await system.administrator.sniff(target, () => openFor(system.administrator));
  const knock = heard.filter(({ port }) => !system.guarded.includes(port));
  if (knock.length === 0) throw new Error('the sniffer heard nothing of the administrator’s knock');
  await system.attacker.forge(target, asOwn(knock, system.attacker.address ?? ''));
  await sayAgain(system.attacker, await system.attacker.addressOf(target), knock);
  return { knock, opened: await openTo(system.attacker) };
}

const sniffAndReplay: Attack = {
  id: 'sniff-and-replay',
  family: 'replay',
  title: 'the administrator’s knock, heard and sent again',
  tries: 'to get in with what somebody on the way has heard',
  how: 'a capture on the administrator’s segment while he knocks; the same packets from the attacker',
  holding: 'nothing opens to the attacker',
  inherent: {
    reason:
      'A sequence that stays the same is known to whoever has heard it once; only a knock that changes each time helps.',
    unlessOneTime: true,
  },
  notApplicable: ({ knockless }) => (knockless === true ? 'there is no knock to be heard' : undefined),
  run: async (scene) => {
    const { knock, opened } = await replayed(scene);
    const text = `${knock.length} packets heard and sent again`;
    return opened.length > 0
      ? givesWay(`${text}: ${opened.join(', ')} open to the attacker`)
      : holds(`${text}: nothing opened`);
  },
};

export const replays: readonly Attack[] = [sniffAndReplay];
