import { expect, test } from 'vitest';
import type { TrialAnswer, TrialOrder, TrialReport, TrialScenario, TrialStep } from '../../scenario/trials/trial.ts';
import { ruleMutants } from '../mutants/rule-mutants.ts';
import { Campaign, type Trying } from './campaign.ts';
import { Dispatcher } from './dispatcher.ts';

const text = '/ip firewall filter\nadd chain=input action=drop protocol=tcp dst-port=22\n';
const scenario: TrialScenario = {
  id: 'gate',
  title: 'The gate is shut',
  file: 'scenarios/gate.yaml',
  topology: 'small',
  configuration: { name: 'fw.rsc', text },
  ros: '7',
};

const step = (number: number, status: TrialStep['status'] = 'passed'): TrialStep => ({
  number,
  title: `step ${number}`,
  status,
  observed: `seen in ${number}`,
  durationMs: 10,
});

type Outcome = Partial<Omit<TrialReport, 'id'>>;

const isOfItself = (order: TrialOrder): boolean => order.text === text || order.count.length > 0;

/** Two steps; the second one sends what the rule matches. `play` says what comes of each trial. */
async function campaign(
  play: (order: TrialOrder) => Outcome,
  counted = 1,
): Promise<{ campaign: Campaign; orders: TrialOrder[] }> {
  const dispatcher = new Dispatcher();
  const orders: TrialOrder[] = [];
  const passed: Omit<TrialReport, 'id'> = {
    status: 'passed',
    timedOut: false,
    steps: [step(1), step(2)],
    countings: [],
    durationMs: 20,
    reused: false,
  };
  const packets = (count: number) => ({
    packets: Object.fromEntries(Array.from({ length: 40 }, (_, number) => [`knocklab counts ${number}`, count])),
  });
  const countings = [{ before: 1, ...packets(0) }, { before: 2, ...packets(0) }, packets(counted)];
  const session = {
    scenario,
    tell: (answer: TrialAnswer) => {
      if (answer.do === 'end') return;
      const { order } = answer;
      orders.push(order);
      const isPlain = isOfItself(order);
      const outcome = isPlain ? {} : play(order);
      const durationMs = order.steps === undefined ? 20 : 5;
      queueMicrotask(() =>
        dispatcher.take(session, {
          ...passed,
          id: order.id,
          durationMs,
          ...outcome,
          ...(order.count.length > 0 && { countings }),
        }),
      );
    },
  };
  dispatcher.take(session, undefined);
  const made = new Campaign(scenario, dispatcher);
  await made.prepare({ fresh: false, mutants: ruleMutants(scenario.configuration), unsteady: () => undefined });
  orders.splice(0);
  return { campaign: made, orders };
}

const mutant = (title: string) => {
  const found = ruleMutants(scenario.configuration).find((one) => one.title.includes(title));
  if (found === undefined) throw new Error(`no mutant ${title}`);
  return found;
};

async function tried(play: (order: TrialOrder) => Outcome): Promise<{ trying: Trying; orders: TrialOrder[] }> {
  const { campaign: ready, orders } = await campaign(play);
  const first = await ready.trySlices(mutant('removed'));
  const trying = first.status === 'undecided' ? await ready.tryWhole(mutant('removed')) : first;
  return { trying, orders: orders.filter((order) => !isOfItself(order)) };
}

test('the steps that the rule matters to are tried first; the one that fails has killed', async () => {
  const { trying, orders } = await tried(() => ({ status: 'failed', steps: [step(1, 'skipped'), step(2, 'failed')] }));
  expect(trying).toEqual({
    status: 'killed',
    by: { scenario: 'gate', step: 2, title: 'step 2', observed: 'seen in 2', slice: [2] },
  });
  expect(orders.map(({ steps }) => steps)).toEqual([[2]]);
});

test('only what the whole scenario has not noticed has survived', async () => {
  const { trying, orders } = await tried(() => ({}));
  expect(trying).toEqual({ status: 'survived' });
  expect(orders.map(({ steps }) => steps)).toEqual([[2], undefined]);
  const late = await tried(({ steps }) =>
    steps === undefined ? { status: 'failed', steps: [step(1, 'failed')] } : {},
  );
  expect(late.trying).toMatchObject({ status: 'killed', by: { step: 1 } });
});

test('a scenario that comes to no end is a timeout, and no kill', async () => {
  const { trying } = await tried(() => ({ status: 'error', timedOut: true, steps: [] }));
  expect(trying).toMatchObject({ status: 'timeout' });
});

test('a harness that cannot look is asked once more in a new lab, and is no kill either', async () => {
  const error = { code: 'router/trap', message: 'the router refuses it' };
  const { trying, orders } = await tried(() => ({ status: 'error', error, steps: [step(1, 'error')] }));
  expect(trying).toEqual({ status: 'error', reason: 'the router refuses it' });
  expect(orders.at(-1)?.rules).toBeUndefined();
  const once = await tried(({ rules }) => (rules === undefined ? {} : { status: 'error', error }));
  expect(once.trying).toEqual({ status: 'survived' });
});

test('what was inconclusive is no kill', async () => {
  const { trying } = await tried(() => ({ status: 'inconclusive', steps: [step(1), step(2, 'inconclusive')] }));
  expect(trying).toEqual({ status: 'error', reason: 'seen in 2' });
});

test('a mutant that no packet can tell from the rule is not tried', async () => {
  const { campaign: ready, orders } = await campaign(() => ({}), 0);
  expect(await ready.trySlices(mutant('removed'))).toEqual({ status: 'not touched' });
  expect(orders.filter((order) => !isOfItself(order))).toEqual([]);
});

test('a configuration that does not pass as it is ends it with what was seen', async () => {
  const dispatcher = new Dispatcher();
  const report = { timedOut: false, countings: [], durationMs: 5, reused: false, steps: [step(1, 'failed')] };
  const session = {
    scenario,
    tell: (answer: TrialAnswer) => {
      const id = answer.do === 'try' ? answer.order.id : undefined;
      if (id !== undefined)
        queueMicrotask(() => dispatcher.take(session, { ...report, id, status: 'failed' as const }));
    },
  };
  dispatcher.take(session, undefined);
  await expect(
    new Campaign(scenario, dispatcher).prepare({
      fresh: false,
      mutants: ruleMutants(scenario.configuration),
      unsteady: () => undefined,
    }),
  ).rejects.toMatchObject({
    code: 'input/dry-run',
    message: 'gate does not pass on fw.rsc as it is: step 1, step 1.',
    evidence: 'observed: seen in 1',
  });
});

test('a trial with which its process died is given to another, and only once', async () => {
  const dispatcher = new Dispatcher();
  const told: number[] = [];
  const session = (name: number) => ({ scenario, tell: () => void told.push(name) });
  const [first, second] = [session(1), session(2)];
  const run = dispatcher.run({ text, count: [], timeoutMs: 1 });
  dispatcher.take(first, undefined);
  dispatcher.lose(first, 1);
  dispatcher.take(second, undefined);
  dispatcher.lose(second, 1);
  await expect(run).rejects.toMatchObject({ code: 'lab/trial-lost' });
  expect(told).toEqual([1, 2]);
});
