import { runCommand } from '../src/process/run-command.ts';

const looks = [
  ['iptables-legacy-save'],
  ['ip6tables-legacy-save'],
  ['ipset', 'list', '-n'],
  ['ip', 'address'],
  ['ip', 'route'],
];

/** The machine's own rules, sets, addresses and routes, without counters and times. */
async function ownState(): Promise<string> {
  const texts: string[] = [];
  for (const argv of looks) {
    const { stdout } = await runCommand(argv).catch(() => ({ stdout: '' }));
    const lines = stdout.split('\n').filter((line) => /^-A|^:chain|^[A-Z]\d|inet|^default|via|dev/.test(line));
    texts.push(...lines.map((line) => line.replace(/valid_lft.*|\[\d+:\d+\]/g, '').trimEnd()));
  }
  return texts.join('\n');
}

/** What the suite does, it does in sandboxes: as root it could change the machine itself, and has to leave it as it was. */
export default async function keepMachine(): Promise<() => Promise<void>> {
  const before = await ownState();
  return async () => {
    const after = await ownState();
    if (after === before) return;
    const old = new Set(before.split('\n'));
    const fresh = after.split('\n').filter((line) => !old.has(line));
    throw new Error(`The tests have changed this machine's own network:\n${fresh.join('\n')}`);
  };
}
