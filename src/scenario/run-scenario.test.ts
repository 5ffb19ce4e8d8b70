import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KnocklabError } from '../core/errors.ts';
import type { NewEvent } from '../trace/writer.ts';
import { createFakeTestbed, type FakeTestbed } from './fake-testbed.ts';
import { addMatchers } from './matchers.ts';
import { runScenario, type ScenarioSurroundings } from './run-scenario.ts';
import type { ScenarioBody, ScenarioOptions } from './scenario-options.ts';

addMatchers();

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'knocklab-scenario-'));
  await writeFile(join(folder, 'fw.rsc'), '# by RouterOS 6.49.18\n');
});

afterEach(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly status: string;
  readonly events: NewEvent[];
  readonly testbed: FakeTestbed;
  readonly of: <Type extends NewEvent['type']>(type: Type) => Extract<NewEvent, { type: Type }>[];
}

interface Play {
  readonly body: ScenarioBody<string>;
  readonly testbed?: FakeTestbed;
  readonly options?: Partial<ScenarioOptions>;
  readonly keep?: boolean;
  readonly open?: ScenarioSurroundings['open'];
  readonly signal?: AbortSignal;
}

async function play({
  body,
  testbed = createFakeTestbed(),
  options,
  keep = false,
  open,
  signal,
}: Play): Promise<Outcome> {
  const events: NewEvent[] = [];
  const run = {
    root: folder,
    runDirectory: folder,
    startedAt: 0,
    clock: 'virtual',
    fabric: 'netns',
    keep,
    snapshots: true,
    bail: false,
    ids: {},
    only: {},
  } as const;
  const status = await runScenario(
    {
      id: 'a/b',
      title: 'A',
      file: join(folder, 'a.scenario.ts'),
      options: { about: 'it works', topology: 'fake', router: 'fw.rsc', ...options },
      body,
    },
    {
      run,
      write: (event) => void events.push(event),
      signal: signal ?? new AbortController().signal,
      open: open ?? (async () => testbed),
      assertions: () => 0,
    },
  );
  const of: Outcome['of'] = (type) =>
    events.filter((event): event is Extract<NewEvent, { type: typeof type }> => event.type === type);
  return { status, events, testbed, of };
}

const holds: ScenarioBody<string> = async ({ step, router }) => {
  await step('the list is empty', async () => {
    expect(await router.addressList('scanners')).not.toHold('192.0.2.7');
  });
};

test('tells the whole story of a scenario that passes', async () => {
  const { status, events, testbed, of } = await play({ body: holds });
  expect(status).toBe('passed');
  expect(events.map(({ type }) => type)).toEqual([
    'scenario-started',
    'lab-up',
    'export',
    'rules',
    'address-lists',
    'step-started',
    'step-finished',
    'export',
    'lab-down',
    'scenario-finished',
  ]);
  expect(of('scenario-started')[0]).toMatchObject({ configuration: 'fw.rsc', ros: '6.49', about: 'it works' });
  expect(of('step-finished')[0]).toMatchObject({
    scenario: 'a/b',
    step: 1,
    clock: '2023-07-20T20:43:00',
    status: 'passed',
    expected: 'scanners does not hold 192.0.2.7',
    observed: 'scanners is empty',
  });
  expect(testbed.events).toEqual(['down']);
});

test('keeps the export beside the trace', async () => {
  const { of } = await play({ body: holds });
  const [before] = of('export');
  expect(before?.artifact).toBe('artifacts/a-b/export-before.rsc');
  expect(await readFile(join(folder, before?.artifact ?? ''), 'utf8')).toBe('# fake\n');
});

test('reports after each step only what has changed', async () => {
  const testbed = createFakeTestbed();
  const { of } = await play({
    testbed,
    body: async ({ step, router }) => {
      await step('one', async () => {
        testbed.show({ log: ['first'], lists: [{ list: 'scanners', address: '192.0.2.7', dynamic: true }] });
        expect(await router.addressList('scanners')).toHold('192.0.2.7');
      });
      await step('two', () => testbed.show({ log: ['first', 'second'] }));
      await step('three', () => undefined);
    },
  });
  expect(of('log').map(({ step, lines }) => [step, lines.map(({ message }) => message)])).toEqual([
    [1, ['first']],
    [2, ['second']],
  ]);
  expect(of('address-lists').map(({ step }) => step)).toEqual([undefined, 1]);
});

test('fails, skips the rest and still takes the lab down', async () => {
  const { status, testbed, of } = await play({
    body: async ({ step, router }) => {
      await step('one', async () => expect(await router.log()).toHaveLogged('scan'));
      await step('two', () => undefined);
    },
  });
  expect(status).toBe('failed');
  expect(of('step-finished')).toMatchObject([{ status: 'failed', observed: '0 of 0 log lines' }]);
  expect(testbed.events).toEqual(['down']);
});

test('sets the clock and declares the bot before the first step', async () => {
  const options = { startAt: '2023-07-20T20:43:00', telegram: { token: '1:x', chats: [7] } };
  const { testbed } = await play({
    options,
    body: async ({ step, clock }) => {
      await step('one', () => clock.advance('31s'));
    },
  });
  expect(testbed.events).toEqual(['declared 1:x', 'set 2023-07-20T20:43:00', 'advanced 31s', 'down']);
});

test('a message is there as soon as the clock has moved', async () => {
  const testbed = createFakeTestbed();
  const { status, of } = await play({
    testbed,
    body: async ({ step, clock, telegram }) => {
      await step('one', async () => {
        testbed.call({ text: 'Action Drop Occurred' });
        await clock.advance('1m');
        expect(telegram).toHaveReceived(/Drop/, { times: 1 });
      });
    },
  });
  expect(status).toBe('passed');
  expect(of('telegram')).toMatchObject([{ step: 1, chat: '7', text: 'Action Drop Occurred' }]);
});

test('a Telegram call that nobody declared fails the step that made it', async () => {
  const testbed = createFakeTestbed();
  const { status, of } = await play({
    testbed,
    body: async ({ step }) => {
      await step('one', () => testbed.call({ declared: false, httpStatus: 400, description: 'chat not found' }));
    },
  });
  expect(status).toBe('failed');
  expect(of('step-finished')[0]?.observed).toBe('sendMessage to bot 1:***, chat 7: 400 chat not found');
});

test('a router that dies is an error, not a failure', async () => {
  const testbed = createFakeTestbed();
  const { status, of } = await play({
    testbed,
    body: async ({ step }) => {
      await step('one', () => {
        testbed.kill(new KnocklabError('router/dead', 'gone'));
        expect(1).toBe(2);
      });
    },
  });
  expect(status).toBe('error');
  expect(of('scenario-finished')[0]?.error).toMatchObject({ code: 'router/dead' });
  expect(testbed.events).toEqual(['down']);
});

test('a lab that cannot be built is an error', async () => {
  const open = (): Promise<never> => Promise.reject(new KnocklabError('lab/build-failed', 'no namespaces'));
  const { status, events } = await play({ body: holds, open });
  expect(status).toBe('error');
  expect(events.map(({ type }) => type)).toEqual(['scenario-started', 'scenario-finished']);
});

test.each([
  ['a configuration that does not exist', { options: { router: 'none.rsc' }, body: holds }, 'input/configuration'],
  ['a scenario that expects nothing', { body: async () => undefined }, 'input/nothing-checked'],
  [
    'a step without await',
    { body: async ({ step }) => void step('one', () => new Promise(() => undefined)) },
    'input/step-not-awaited',
  ],
  [
    'a host that the topology does not have',
    {
      body: async ({ admin }) => {
        await admin?.exec(['true']);
      },
    },
    'input/unknown-host',
  ],
] satisfies [string, Play, string][])('%s is a mistake of the input', async (_, given, code) => {
  const { status, of } = await play(given);
  expect(status).toBe('error');
  expect(of('scenario-finished')[0]?.error?.code).toBe(code);
});

test('an interruption ends the scenario and takes the lab down', async () => {
  const interrupt = new AbortController();
  const { status, testbed, of } = await play({
    signal: interrupt.signal,
    body: async ({ step }) => {
      await step('one', () => {
        interrupt.abort();
        return new Promise(() => undefined);
      });
    },
  });
  expect(status).toBe('error');
  expect(of('scenario-finished')[0]?.error?.code).toBe('run/interrupted');
  expect(testbed.events).toEqual(['down']);
});

test.each([
  ['leaves the lab of a scenario that failed', () => expect(1).toBe(2), ['left']],
  ['takes the lab of one that passed down', () => undefined, ['down']],
])('with keep, it %s', async (_, check, events) => {
  const { testbed } = await play({
    keep: true,
    body: async ({ step, router }) => {
      await step('one', async () => {
        check();
        expect(await router.log()).not.toHaveLogged('x');
      });
    },
  });
  expect(testbed.events).toEqual(events);
});

test('an indicator that does not hold is data when that is what the scenario declares', async () => {
  const { status, of } = await play({
    body: async ({ indicator }) => {
      const measure = async () => ({ observed: '12 of 25', status: 'not reproduced' }) as const;
      await indicator(8, 'every attack is alerted', { paper: '25 of 25', expect: 'not reproduced' }, measure);
    },
  });
  expect(status).toBe('passed');
  expect(of('indicator')[0]).toMatchObject({ number: 8, paper: '25 of 25', observed: '12 of 25' });
});

test('an indicator with another status than declared fails', async () => {
  const { status, of } = await play({
    body: async ({ indicator }) => {
      await indicator(8, 'alerts', { paper: '25 of 25' }, async () => ({ observed: '1', status: 'not reproduced' }));
    },
  });
  expect(status).toBe('failed');
  expect(of('step-finished')[0]).toMatchObject({
    expected: 'reproduced – the paper: 25 of 25',
    observed: 'not reproduced: 1',
  });
});
