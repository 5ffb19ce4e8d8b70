import type { GuardedSystem } from '../../src/attacks/attack.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';

export type StudyHost = 'user' | 'colleague' | 'attacker' | 'server';

export const study = { seed: 'local-network-black-box', topology: 'black-box' } as const;

/** Winbox, SSH, telnet and WebFig. */
export const services = [22, 23, 80, 8291];

export const sequence = ['2001/tcp', '2002/tcp', '2003/tcp'];

/** "cmd dengan mengetikkan telnet diikuti dengan IP address": the study's client. */
export async function knockByTelnet({ user }: Pick<ScenarioContext<StudyHost>, 'user'>): Promise<void> {
  for (const port of [2001, 2002, 2003]) {
    await user.exec(['timeout', '0.3', 'telnet', '192.168.88.1', `${port}`], { input: '' });
  }
}

/** Ping, Winbox and WebFig, as Table 2 asks them: berhasil or gagal. */
export async function table2({ user, router }: Pick<ScenarioContext<StudyHost>, 'user' | 'router'>) {
  const { open } = await user.look(router, services);
  return {
    ping: (await user.ping(router, { timeoutMs: 300 })).received > 0,
    winbox: open.includes(8291),
    www: open.includes(80),
  };
}

export function studySystem(context: ScenarioContext<StudyHost>, form: 'intended' | 'hardened'): GuardedSystem {
  return {
    name: `local-network-black-box/${form}`,
    guarded: services,
    guardsPing: true,
    attacker: context.attacker,
    administrator: context.user,
    bystander: context.colleague,
    sequence,
    stageTimeout: '10s',
    openTimeout: '1h',
    lists: { stages: ['hit pertama', 'serangan kedua'], allowed: ['serangan ketiga'] },
    sideDoors: { behind: { host: context.server, port: 445 } },
  };
}
