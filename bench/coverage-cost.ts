import { parseArgs } from 'node:util';
import { openTestbed } from '../src/scenario/testbed.ts';
import { root } from './project.ts';

// What it costs the packet path to be measured (`knocklab run --coverage`): the round trip of a flood of pings through a
// chain of a hundred rules that none of them matches, with and without. In turn; of each the least, which a busy machine
// disturbs least.
//
//   node bench/coverage-cost.ts [--rules 100] [--rounds 5] [--packets 20000]

const { values } = parseArgs({
  options: {
    rules: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    packets: { type: 'string', default: '20000' },
  },
});
const count = Number(values.rules);

/** Three matchers each, as most rules of real configurations have. */
const rules = Array.from(
  { length: count },
  (_, index) =>
    `add chain=input action=drop protocol=tcp dst-port=${20_000 + index} in-interface=ether1 src-address=203.0.113.${index % 250}\n`,
);
const configuration = {
  name: 'flood.rsc',
  text: `/ip address add address=198.51.100.1/24 interface=ether1\n/ip firewall filter\n${rules.join('')}`,
};

/** Microseconds of one round trip, on average. */
async function roundTrip(measured: boolean): Promise<number> {
  await using testbed = await openTestbed({
    topology: 'small',
    root,
    configuration,
    ros: '7',
    clock: 'virtual',
    fabric: 'netns',
    name: `coverage-cost-${process.pid}`,
    keep: false,
    measured,
  });
  const ping = ['ping', '-f', '-q', '-c', values.packets, '198.51.100.1'];
  const { stdout } = await testbed.lab.host('attacker').exec(ping, { timeoutMs: 120_000 });
  const average = /= [\d.]+\/([\d.]+)\//.exec(stdout)?.[1];
  if (average === undefined) throw new Error(stdout);
  return Number(average) * 1000;
}

const found = { plain: [] as number[], measured: [] as number[] };
for (let round = 0; round < Number(values.rounds); round++) {
  found.plain.push(await roundTrip(false));
  found.measured.push(await roundTrip(true));
}
const [plain, measured] = [Math.min(...found.plain), Math.min(...found.measured)];
const each = (1000 * (measured - plain)) / count;
process.stdout.write(
  `${count} rules of three matchers: ${plain.toFixed(0)} µs a round trip, ${measured.toFixed(0)} µs measured: ${each.toFixed(0)} ns a rule and packet\n`,
);
