import type { ScenarioContext } from '../scenario/scenario-options.ts';
import { type Attack, type AttackResult, type GuardedSystem, givesWay, holds, type Scene } from './attack.ts';
import { knockPorts, syns } from './ports.ts';

/** Longer than a turned minute takes, short enough for a test. */
const slowAnswerMs = 400;

function needsAlert({ alert }: GuardedSystem): string | undefined {
  return alert === undefined ? 'nobody is told of an attack' : undefined;
}

/** Something that has to be reported: the trap is touched, or whatever the system says sets its alarm off. */
async function provoke({ system, context }: Scene): Promise<void> {
  const { attacker, alert, trap } = system;
  if (alert?.provoke !== undefined) return alert.provoke(attacker);
  const port = trap ?? knockPorts(system)[0]?.port ?? 1;
  await attacker.forge(system.target ?? context.router, syns(attacker.address ?? '', [port]));
}

/** Alerts that were delivered while `act` acted. */
async function alertsDuring({ system, context }: Scene, act: () => Promise<unknown>): Promise<string[]> {
  await context.telegram.refresh();
  const before = context.telegram.messages.length;
  await act();
  await context.telegram.refresh();
  return context.telegram.messages.slice(before).filter((text) => system.alert?.text.test(text) ?? false);
}

const alertOnce: Attack = {
  id: 'alert-once',
  family: 'alert',
  title: 'one attack, and what the administrator hears of it',
  tries: 'to go unnoticed, or to be reported so often that nobody reads it any more',
  how: 'one touch of the trap; three times the time in which the alert is promised passes',
  holding: 'exactly one alert arrives, within the time that is promised',
  notApplicable: needsAlert,
  run: async (scene) => {
    const { system, context } = scene;
    const within = system.alert?.within ?? '1m';
    const first = await alertsDuring(scene, async () => {
      await provoke(scene);
      await context.clock.advance(within);
      await context.clock.advance('2s');
    });
    if (first.length === 0) return givesWay(`no alert within ${within}`);
    const later = await alertsDuring(scene, async () => {
      for (let times = 0; times < 2; times++) await context.clock.advance(within);
    });
    const count = first.length + later.length;
    return count === 1 ? holds(`one alert: "${first[0]}"`) : givesWay(`${count} alerts of one attack: "${first[0]}" …`);
  },
};

const secondAttack: Attack = {
  id: 'second-attack',
  family: 'alert',
  title: 'a second attack behind the first',
  tries: 'to hide an attack behind one that is reported',
  how: 'two touches of the trap, ten minutes apart',
  holding: 'each is reported, with its own time',
  notApplicable: needsAlert,
  run: async (scene) => {
    const { system, context } = scene;
    const within = system.alert?.within ?? '1m';
    const attackOnce = (): Promise<string[]> =>
      alertsDuring(scene, async () => {
        await provoke(scene);
        await context.clock.advance(within);
        await context.clock.advance('2s');
      });
    const first = await attackOnce();
    await context.clock.advance('10m');
    await context.telegram.refresh();
    const second = await attackOnce();
    const fresh = second.filter((text) => !first.includes(text));
    if (first.length === 0) return givesWay(`no alert of the first attack within ${within}`);
    if (fresh.length === 0) return givesWay(`no alert has the time of the second attack: "${second[0] ?? 'nothing'}"`);
    return holds(`each has its alert: "${first[0]}" and "${fresh[0]}"`);
  },
};

/** Telegram's own limit for a group: https://core.telegram.org/bots/faq */
const telegramLimit = 20;

const alertStorm: Attack = {
  id: 'alert-storm',
  family: 'alert',
  title: 'the trap touched by fifty forged sources at once',
  tries: 'to bury the one alert that counts, and to have the bot refused for its flood',
  how: 'fifty SYNs to the trap, each as if from another address; then the time in which an alert is promised',
  holding: `the administrator hears of it, with no more than ${telegramLimit} messages`,
  notApplicable: needsAlert,
  run: async (scene) => {
    const { system, context } = scene;
    const port = system.trap ?? knockPorts(system)[0]?.port ?? 1;
    const network = (system.attacker.address ?? '').split('.').slice(0, 3).join('.');
    const packets = Array.from({ length: 50 }, (_, index) => syns(`${network}.${100 + index}`, [port])).flat();
    const alertsThen = await alertsDuring(scene, async () => {
      await system.attacker.forge(system.target ?? context.router, packets);
      await context.clock.advance(system.alert?.within ?? '1m');
      await context.clock.advance('2s');
    });
    const text = `${alertsThen.length} alerts of fifty touches`;
    return alertsThen.length > 0 && alertsThen.length <= telegramLimit ? holds(text) : givesWay(text);
  },
};

/** An attack while alerts cannot be delivered, and what arrives when they can again. */
async function whileDown(
  scene: Scene,
  what: string,
  [fail, mend]: readonly [() => Promise<unknown>, () => Promise<unknown>],
): Promise<AttackResult> {
  const { system, context } = scene;
  const within = system.alert?.within ?? '1m';
  await fail();
  const lost = await alertsDuring(scene, async () => {
    await provoke(scene);
    await context.clock.advance(within);
    await context.clock.advance('2s');
  });
  await mend();
  const arrived = await alertsDuring(scene, async () => {
    await context.clock.advance(within);
    await context.clock.advance(within);
  });
  if (lost.length > 0) throw new Error(`an alert was delivered although ${what}`);
  return arrived.length > 0
    ? holds(`nothing while ${what}; afterwards "${arrived[0]}"`)
    : givesWay(`the alert is lost when ${what}`);
}

const telegramRefuses: Attack = {
  id: 'telegram-429',
  family: 'alert',
  title: 'Telegram refuses for a while',
  tries: 'to attack while the Bot API answers 429 Too Many Requests, which a flood of alerts brings about by itself',
  how: 'the Bot API answers 429 from the attack on, and works again after the time in which the alert is promised',
  holding: 'the alert arrives later',
  notApplicable: needsAlert,
  run: (scene) =>
    whileDown(scene, 'Telegram answers 429', [
      () => scene.context.telegram.behave({ status: 429 }),
      () => scene.context.telegram.behave({}),
    ]),
};

const uplinkDown: Attack = {
  id: 'uplink-down',
  family: 'alert',
  title: 'the uplink is down during the attack',
  tries: 'to attack when nobody can be told: the cable is cut first',
  how: 'nothing answers for api.telegram.org from the attack on, and does again after the time in which the alert is promised',
  holding: 'the alert arrives later',
  notApplicable: needsAlert,
  run: (scene) => {
    const isp = Object.values(scene.context.hosts).find((host) => host.name === 'isp');
    const link = (state: 'up' | 'down') => async (): Promise<void> => {
      const result = await isp?.exec(['ip', 'link', 'set', 'eth0', state]);
      if (result?.exitCode !== 0)
        throw new Error(`the uplink could not be set ${state}: ${result?.stderr ?? 'no isp'}`);
    };
    return whileDown(scene, 'the uplink is down', [link('down'), link('up')]);
  },
};

/** What the administrator has heard when an attack was reported over a Bot API that works badly for a while. */
async function whileAiling(
  scene: Scene,
  fault: Parameters<ScenarioContext['telegram']['behave']>[0],
): Promise<readonly string[]> {
  const { system, context } = scene;
  const within = system.alert?.within ?? '1m';
  await context.telegram.behave(fault);
  try {
    return await alertsDuring(scene, async () => {
      await provoke(scene);
      for (let times = 0; times < 3; times++) await context.clock.advance(within);
    });
  } finally {
    await context.telegram.behave({});
  }
}

const alertsDelayed: Attack = {
  id: 'alerts-delayed',
  family: 'alert',
  title: 'Telegram answers late',
  tries: 'to have each message waited for so long that the next run of the script begins, and sends it again',
  how: `the Bot API takes ${slowAnswerMs} ms for each answer; three times the time in which the alert is promised passes`,
  holding: 'exactly one alert arrives',
  notApplicable: needsAlert,
  run: async (scene) => {
    const heard = await whileAiling(scene, { delayMs: slowAnswerMs });
    if (heard.length === 1) return holds(`one alert: "${heard[0]}"`);
    return givesWay(heard.length === 0 ? 'the alert never arrives' : `${heard.length} alerts of one attack`);
  },
};

const answerLost: Attack = {
  id: 'alert-answer-lost',
  family: 'alert',
  title: 'Telegram’s answer is lost, the message is not',
  tries: 'to have an alert repeated, or given up, by a router that can’t know that it was delivered',
  how: 'the Bot API delivers the first message and closes the connection before it answers',
  holding: 'the administrator hears of it, and twice at most: sending again is right for whoever got no answer',
  notApplicable: needsAlert,
  run: async (scene) => {
    const heard = await whileAiling(scene, { unanswered: true, times: 1 });
    const text = `${heard.length} alerts of one attack whose first answer was lost`;
    return heard.length === 1 || heard.length === 2 ? holds(text) : givesWay(text);
  },
};

export const alerts: readonly Attack[] = [
  alertOnce,
  secondAttack,
  alertStorm,
  alertsDelayed,
  answerLost,
  telegramRefuses,
  uplinkDown,
];
