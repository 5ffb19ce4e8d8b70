import type { Axis } from './axis.ts';
import { timeOfDay } from './clock-text.ts';
import type { Life, Touch } from './list-lives.ts';
import type { Item, Lane } from './view.ts';

/** A lane for each entry: when it entered, was refreshed, expired. */
export function listLanes(lives: readonly Life[], axis: Axis, nameOf: (address: string) => string): Lane[] {
  const byEntry = Map.groupBy(lives, ({ list, address }) => `${list} · ${address}`);
  return chosen([...byEntry], nameOf).map(([id, own]) => ({
    id: `list-${id}`,
    title: `${own[0]?.list} · ${nameOf(own[0]?.address ?? '')}`,
    items: own.flatMap((life) => lifeItems(life, axis)),
  }));
}

/** A flood with forged senders fills a list with thousands; the lab's own addresses come before those. */
const mostLanes = 60;

type Entry = readonly [id: string, lives: readonly Life[]];

function chosen(entries: readonly Entry[], nameOf: (address: string) => string): readonly Entry[] {
  if (entries.length <= mostLanes) return entries;
  const isOurs = ([, [life]]: Entry): boolean => life !== undefined && nameOf(life.address) !== life.address;
  return [...entries.filter(isOurs), ...entries.filter((entry) => !isOurs(entry))].slice(0, mostLanes);
}

function lifeItems({ list, address, touches, end }: Life, axis: Axis): Item[] {
  const [first] = touches;
  if (first === undefined) return [];
  const until = end === undefined ? axis.width : (axis.ofClock(end.clock, first.u) ?? axis.width);
  const what = `${address} on ${list}`;
  const ended = end === undefined ? 'still there at the end' : `${end.how} at ${timeOfDay(end.clock)}`;
  const detail = [...touches.map(touchText), ended].join('\n');
  const step = first.step === undefined ? {} : { s: first.step };
  const marks = touches.map(
    (touch, index): Item => ({
      u: touch.u,
      k: index === 0 ? 'entered' : 'refreshed',
      t: `${what}: ${index === 0 ? 'entered' : 'refreshed'} at ${timeOfDay(touch.clock)}`,
      d: touch.why,
      ...(touch.step === undefined ? {} : { s: touch.step }),
    }),
  );
  const bar: Item = {
    u: first.u,
    v: Math.max(until, first.u),
    k: 'entry',
    t: `${what}, ${timeOfDay(first.clock)} to ${end === undefined ? 'the end' : timeOfDay(end.clock)}`,
    d: detail,
    ...step,
  };
  return end === undefined ? [bar, ...marks] : [bar, ...marks, { u: until, k: 'expired', t: `${what}: ${ended}` }];
}

function touchText({ clock, why }: Touch, index: number): string {
  return `${timeOfDay(clock)} ${index === 0 ? 'entered' : 'refreshed'} (${why})`;
}
