import { scenarioAnchor } from '../html/anchors.ts';
import type { ScenarioModel, StepModel } from '../model/scenario.ts';
import { actsOf, hostOf, targetOf } from './act-text.ts';
import { type Axis, axisOf } from './axis.ts';
import { hostLanes } from './host-lanes.ts';
import { listLanes } from './list-lanes.ts';
import { type Life, listLives } from './list-lives.ts';
import { type PlacedLine, placedLines } from './log-lines.ts';
import { nodeNames } from './node-names.ts';
import { packetLanes } from './packet-lanes.ts';
import { doorLanes, portLanes } from './port-lanes.ts';
import {
  logLanes,
  messageLanes,
  type PlacedMessage,
  placedMessages,
  type Run,
  schedulerLanes,
  schedulerRuns,
} from './router-lanes.ts';
import { ruleLanes } from './rule-lanes.ts';
import type { Item, LaneGroup, StepMark, TimelineView } from './view.ts';

/** Everything of a scenario that has a place on its axis. */
export interface Placed {
  readonly axis: Axis;
  readonly lines: readonly PlacedLine[];
  readonly lives: readonly Life[];
  readonly runs: readonly Run[];
  readonly messages: readonly PlacedMessage[];
}

export function placeAll(scenario: ScenarioModel): Placed {
  const { events } = scenario;
  const axis = axisOf(scenario);
  const lines = placedLines(events, axis);
  const runs = schedulerRuns(events, axis);
  return { axis, lines, runs, lives: listLives(events, lines, axis), messages: placedMessages(events, runs, axis) };
}

/** One axis for everything that happened in a scenario. */
export function timelineView(
  scenario: ScenarioModel,
  index: number,
  clockMode: TimelineView['clockMode'],
  { axis, lines, lives, runs, messages }: Placed,
): TimelineView {
  const { events, title } = scenario;
  const nameOf = nodeNames(scenario.lab);
  const anchor = scenarioAnchor(index);
  const entryLanes = listLanes(lives, axis, nameOf);
  const groups: LaneGroup[] = [
    { id: 'hosts', title: 'Hosts: what they did', lanes: hostLanes(events, axis) },
    { id: 'packets', title: 'Packets: who asked, what came back', lanes: packetLanes(events, axis, nameOf) },
    { id: 'ports', title: 'Ports, as the hosts saw them', lanes: portLanes(events, axis) },
    { id: 'doors', title: 'Doors that were watched', lanes: doorLanes(events, axis) },
    { id: 'lists', title: listsTitle(lives, entryLanes.length), lanes: entryLanes },
    { id: 'rules', title: 'Firewall rules that were hit', lanes: ruleLanes(events, lines, axis, anchor) },
    { id: 'log', title: 'Router log', lanes: logLanes(lines) },
    { id: 'scheduler', title: 'Scheduler runs', lanes: schedulerLanes(runs) },
    { id: 'telegram', title: 'Telegram', lanes: messageLanes(messages) },
  ];
  return {
    title,
    anchor,
    clockMode,
    width: axis.width,
    segments: axis.segments,
    steps: scenario.steps.map((step) => stepMark(step, axis, nameOf)),
    groups: groups
      .filter(({ lanes }) => lanes.length > 0)
      .map((group) => ({ ...group, lanes: group.lanes.map((lane) => ({ ...lane, items: lane.items.map(rounded) })) })),
  };
}

function listsTitle(lives: readonly Life[], shown: number): string {
  const all = new Set(lives.map(({ list, address }) => `${list} ${address}`)).size;
  return `Address lists: each entry’s life${all > shown ? `, ${shown} of ${all}:` : ''}`;
}

/** A tenth of a millisecond is enough for any screen. */
function rounded(item: Item): Item {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return { ...item, u: round(item.u), ...(item.v === undefined ? {} : { v: round(item.v) }) };
}

function stepMark(
  { number, title, status, startedAt, durationMs, events }: StepModel,
  axis: Axis,
  nameOf: (address: string) => string,
): StepMark {
  const talks = new Map<string, readonly [string, string]>();
  for (const act of actsOf(events)) {
    const target = targetOf(act);
    if (target !== undefined) talks.set(`${hostOf(act)} ${nameOf(target)}`, [hostOf(act), nameOf(target)]);
  }
  const end = Math.max(startedAt + durationMs, ...events.map(({ at }) => at));
  return { number, title, status, u: axis.ofRun(startedAt), v: axis.ofRun(end), talks: [...talks.values()] };
}
