import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { ordinaryScan } from './paper.ts';

export interface AttackSeries {
  readonly attacks: number;
  /** Attacks after which a new line of the trap stood in the log. */
  readonly logged: number;
  /** Attacks after which the attacker was on the scanners' list. */
  readonly listed: number;
  /** Alerts that were delivered. */
  readonly alerts: number;
  /** Attacks whose own time no alert carries. */
  readonly missed: number;
  /** Alerts beyond the first that carry the same time. */
  readonly duplicates: number;
}

/** The same packets as `nmap ADDRESS` sends, without its pauses for answers that never come: 25 times a second. */
const withoutPauses = ['--min-rate', '5000'];

/** One attack in each scheduler minute; an alert belongs to the attack whose time it carries. */
export async function attackSeries(context: ScenarioContext, attacks: number): Promise<AttackSeries> {
  const { attacker, router, telegram } = context;
  const times: string[] = [];
  let listed = 0;
  await toNextAlert(context);
  const before = telegram.messages.length;
  for (let attack = 1; attack <= attacks; attack++) {
    const seen = await trapLines(router);
    await ordinaryScan(context, withoutPauses);
    const fresh = (await trapLines(router)).slice(seen.length);
    if (fresh[0] !== undefined) times.push(fresh[0]);
    if ((await router.addressList('port_scanners')).entries.some(({ address }) => address === attacker.address))
      listed += 1;
    await toNextAlert(context);
  }
  const alerts = telegram.messages.slice(before).filter((text) => text.includes('Action Drop Occurred'));
  const reported = alerts.map((text) => /\d\d:\d\d:\d\d/.exec(text)?.[0] ?? '');
  return {
    attacks,
    logged: times.length,
    listed,
    alerts: alerts.length,
    missed: times.filter((time) => !reported.includes(time)).length + attacks - times.length,
    duplicates: reported.length - new Set(reported).size,
  };
}

/**
 * To ten seconds after the scheduler's next minute: each attack has exactly one run of the scripts behind it, and in real time the
 * last alert has had time to arrive, from a router that is emulated on a busy machine too.
 */
async function toNextAlert({ router, clock }: ScenarioContext): Promise<void> {
  const [job] = await router.print('/system/scheduler', { query: { name: 'tidakaman' } });
  const { ms } = await clock.now();
  const day = 86_400_000;
  const due = secondsOfDay(job?.['next-run'] ?? '') * 1000 - (ms % day);
  await clock.advance(((due + day) % day) + 10_000);
}

/** `jul/20/2023 20:44:01` → 74641 */
function secondsOfDay(dateTime: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = (dateTime.split(' ').at(-1) ?? '').split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** Times of day of the lines that the trap wrote; since 7.20 the date stands before it. */
async function trapLines(router: ScenarioContext['router']): Promise<string[]> {
  return (await router.log(/^PortScanner Terdeteksi input:/)).lines.map(({ time }) => time.slice(-8));
}

export function seriesText({ attacks, logged, listed, alerts, missed, duplicates }: AttackSeries): string {
  return `${attacks} attacks: ${logged} logged, ${listed} times listed; ${alerts} alerts delivered, ${duplicates} of them repeat an earlier one; ${missed} attacks never reported`;
}
