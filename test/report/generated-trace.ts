import type { TraceEvent } from '../../src/trace/events.ts';

const steps = 100;
const perStep = 96;
const attacker = '10.10.10.254';

/** A run of one scenario with about ten thousand events of every kind that a long night leaves. */
export function generatedTrace(): TraceEvent[] {
  const events: TraceEvent[] = [];
  let at = 1000;
  let clock = Date.parse('2023-07-20T20:43:00Z');
  let step: number | undefined;
  const add = (body: Record<string, unknown>, tookMs = 3): void => {
    at += tookMs;
    clock += tookMs;
    const head = { at, scenario: 'generated', clock: new Date(clock).toISOString().slice(0, 19) };
    events.push({ ...head, ...(step === undefined ? {} : { step }), ...body } as unknown as TraceEvent);
  };
  const about = {
    version: 1,
    run: 'generated',
    startedAt: '2026-03-02T09:14:07.000Z',
    command: 'knocklab run generated',
  };
  events.push({
    at: 0,
    type: 'run-started',
    ...about,
    router: 'twin',
    fabric: 'netns',
    clockMode: 'virtual',
    tools: {},
  });
  const file = {
    file: 'generated.scenario.ts',
    topology: 'paper',
    configuration: 'g.rsc',
    sha256: 'ab'.repeat(32),
    ros: '6.49',
  };
  add({ type: 'scenario-started', title: 'Ten thousand events', ...file });
  add({ type: 'lab-up', durationMs: 400, networks: [{ name: 'lan', subnet: '10.10.10.0/24' }], nodes });
  add({ type: 'rules', rules: rulesWith(0) });
  for (let number = 1; number <= steps; number += 1) {
    step = number;
    add({ type: 'step-started', title: `hour ${number} of the night` });
    for (let index = 0; index < perStep; index += 1) add(...happening(number, index, clock));
    clock += 60_000;
    const moved = {
      from: new Date(clock - 60_000).toISOString().slice(0, 19),
      to: new Date(clock).toISOString().slice(0, 19),
    };
    add({ type: 'clock-advanced', by: '1m', ...moved, durationMs: 3 });
    add({ type: 'rules', rules: rulesWith(number) });
    add({ type: 'step-finished', title: `hour ${number} of the night`, status: 'passed', durationMs: 300 });
  }
  step = undefined;
  add({ type: 'scenario-finished', status: 'passed', durationMs: at - 1000 });
  events.push({
    at,
    type: 'run-finished',
    durationMs: at,
    exitCode: 0,
    counts: { passed: 1, failed: 0, inconclusive: 0, skipped: 0, error: 0 },
  });
  return events;
}

const nodes = ['router', 'attacker', 'client', 'admin'].map((name, index) => ({
  name,
  kind: name === 'router' ? 'router' : 'host',
  endpoints: [{ interface: 'eth0', network: 'lan', address: name === 'attacker' ? attacker : `10.10.10.${index + 1}` }],
}));

function rulesWith(hits: number): unknown[] {
  return Array.from({ length: 40 }, (_none, number) => ({
    number,
    id: `*${(number + 1).toString(16)}`,
    table: 'filter',
    chain: 'input',
    action: number % 2 === 0 ? 'add-src-to-address-list' : 'drop',
    comment: `rule ${number}`,
    text: `chain=input action=drop dst-port=${1000 + number} protocol=tcp log=yes log-prefix=p${number} address-list=list${number} address-list-timeout=30s`,
    packets: hits * number,
    bytes: hits * number * 44,
    disabled: false,
    invalid: false,
    dynamic: false,
  }));
}

function happening(step: number, index: number, clock: number): [Record<string, unknown>, number?] {
  const from = ['attacker', 'client', 'admin'][index % 3] ?? 'attacker';
  const time = new Date(clock).toISOString().slice(11, 19);
  const kinds: [Record<string, unknown>, number?][] = [
    [
      {
        type: 'connect',
        from,
        target: 'router',
        port: 20 + (index % 30),
        outcome: index % 2 === 0 ? 'connected' : 'timeout',
        durationMs: 2,
      },
    ],
    [
      {
        type: 'knock',
        from,
        target: 'router',
        sequence: ['1000/tcp', '1500/tcp'],
        gapMs: 1,
        client: 'own',
        durationMs: 2,
      },
    ],
    [{ type: 'ping', from, target: 'router', sent: 1, received: 1, durationMs: 2 }],
    [
      {
        type: 'log',
        lines: [
          {
            time,
            topics: 'firewall,info',
            message: `p${index % 40} input: in:ether2 out:(unknown 0), proto TCP (SYN), ${attacker}:5->10.10.10.1:${1000 + (index % 40)}, len 44`,
          },
        ],
      },
    ],
    [
      {
        type: 'telegram',
        method: 'sendMessage',
        chat: '1',
        text: `${time} alert ${step} ${index}`,
        httpStatus: 200,
        bot: '1:***',
        declared: true,
      },
    ],
    [
      {
        type: 'command',
        host: from,
        command: `curl -s http://10.10.10.1/${step}/${index}`,
        exitCode: 0,
        durationMs: 2,
        stdout: 'a line of output\n'.repeat(4),
        stderr: '',
      },
    ],
  ];
  return kinds[index % kinds.length] ?? [{ type: 'finding', name: 'none', text: '' }];
}
