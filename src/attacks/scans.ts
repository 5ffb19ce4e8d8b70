import { type Attack, givesWay, holds } from './attack.ts';

export const scans: readonly Attack[] = [
  {
    id: 'targeted-scan',
    family: 'scan',
    title: 'a scan of just the guarded ports',
    tries: 'to learn which of the guarded services answer, without touching anything else',
    how: 'nmap -p PORTS',
    holding: 'none of the guarded ports is open to it',
    run: async ({ system, context }) => {
      const scan = await system.attacker.scan(system.target ?? context.router, system.guarded);
      const open = system.guarded.filter((port) => scan.stateOf(port) === 'open');
      if (open.length > 0) return givesWay(`nmap sees ${open.join(', ')} open`);
      return holds(`nmap sees ${system.guarded.join(', ')} ${scan.stateOf(system.guarded[0] ?? 0)}`);
    },
  },
];
