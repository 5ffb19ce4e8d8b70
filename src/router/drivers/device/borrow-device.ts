import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KnocklabError } from '../../../core/errors.ts';
import type { Source } from '../../../core/source.ts';
import type { ApiConnection } from '../../api-connection.ts';
import { createRealClock } from '../../real-clock.ts';
import { type LogLine, Router } from '../../router.ts';
import type { StartedRouter } from '../started-router.ts';
import { addressText, connectDevice, type DeviceTarget, openApi } from './connect-device.ts';
import { changesOf, type MenuChange } from './device-changes.ts';
import { exportDifferences, takeExport } from './device-export.ts';
import { DeviceRouter, managementComment } from './device-router.ts';
import { prepareUndo, setMark, type Undo, undo, withUndo } from './device-undo.ts';
import { examineDevice, findWayIn, type LabAround, requireOwnClock, type WayIn } from './examine-device.ts';

export interface BorrowOptions {
  readonly target: DeviceTarget;
  readonly configuration: Source;
  readonly lab: LabAround;
  /** `7`, where the user has asked for it. */
  readonly demandedRos?: string | undefined;
  /** What the scenario sets the clock to. */
  readonly startAt?: string | undefined;
  /** Where the device's export is kept. */
  readonly file: string;
  /** Told before anything is changed what will be, a line each. Rejects unless somebody has agreed to it. */
  readonly agree: (changes: readonly string[]) => Promise<void>;
  readonly onGivenBack: () => void;
}

/** Somebody's own router for the time of a scenario. */
export interface BorrowedDevice extends StartedRouter {
  /** Puts it back. Rejects when its export is not what it was. */
  giveBack(): Promise<void>;
}

/** Everything that can be refused has been, and what comes back to the device kept in the file, before the first change. */
export async function borrowDevice(options: BorrowOptions): Promise<BorrowedDevice> {
  const { target, configuration, lab } = options;
  const changes = changesOf(configuration);
  const api = await openApi(target);
  try {
    const plain = new Router(api, target.host);
    const version = await requireVersion(plain, options);
    const way = await findWayIn(plain, target);
    await examineDevice(plain, way, lab, changes, configuration);
    if (options.startAt !== undefined) await requireOwnClock(plain);
    const before = await takeExport(plain);
    const undoing = await prepareUndo(plain, withOurs(changes), way.harness);
    await options.agree(changeTexts(changes, way, options));
    keep(options.file, withUndo(before, undoing));
    if (readsLog(configuration)) keep(logFileOf(options), logText(await plain.log()));
    const parts = { api, version, way, changes, before, plain, undoing };
    await begin(parts).catch(async (error: unknown) => {
      await putBack(options, before, undoing);
      throw error;
    });
    return borrowed(options, parts);
  } catch (error) {
    await api[Symbol.asyncDispose]();
    throw error;
  }
}

interface Parts {
  readonly api: ApiConnection;
  readonly version: string;
  readonly way: WayIn;
  readonly changes: readonly MenuChange[];
  readonly before: string;
  readonly plain: Router;
  readonly undoing: Undo;
}

function borrowed(options: BorrowOptions, { api, version, way, changes, before, undoing }: Parts): BorrowedDevice {
  const { host } = options.target;
  const router = new DeviceRouter(api, host, {
    changes,
    emptiesLog: readsLog(options.configuration),
    harness: way.harness,
  });
  const note =
    `The router is a device with RouterOS ${version}. Management goes over ${way.interface} and rules that come first in their ` +
    `chains ("${managementComment}"), which are no rules of the configuration; one of them lets nothing through to ${way.interface}.`;
  return {
    router,
    clock: createRealClock(router),
    notes: async () => [note],
    logs: async () => '',
    giveBack: async () => await putBack(options, before, undoing),
    [Symbol.asyncDispose]: async () => await api[Symbol.asyncDispose](),
  };
}

/** Over the API only RouterOS 7 takes a file to import, and prints what it exports. */
async function requireVersion(router: Router, { demandedRos = '7', target }: BorrowOptions): Promise<string> {
  const version = await router.version();
  const major = Number.parseInt(version, 10);
  const where = addressText(target);
  if (major < 7)
    throw new KnocklabError('device/version', `${where} is RouterOS ${version}; scenarios need 7 or later.`);
  if (major === Number.parseInt(demandedRos, 10)) return version;
  throw new KnocklabError('input/ros', `"--ros ${demandedRos}" is asked for, and ${where} is RouterOS ${version}.`);
}

/** The first rules of the tables that a configuration fills, so that none of its own comes between us and the device. */
function guardsOf({ interface: own, harness }: WayIn): Readonly<Record<string, readonly Record<string, string>[]>> {
  const family = harness.includes(':') ? '/ipv6' : '/ip';
  const into = (chain: string) => ({ chain, 'in-interface': own, action: 'accept', comment: managementComment });
  const outOf = (chain: string) => ({ chain, 'out-interface': own, action: 'accept', comment: managementComment });
  return {
    [`${family}/firewall/filter`]: [into('input'), outOf('output')],
    [`${family}/firewall/raw`]: [into('prerouting'), outOf('output')],
    [`${family}/firewall/mangle`]: [into('prerouting'), outOf('output')],
    [`${family}/firewall/nat`]: [into('dstnat')],
  };
}

const filters = ['/ip/firewall/filter', '/ipv6/firewall/filter'];
const lists = ['/ip/firewall/address-list', '/ipv6/firewall/address-list'];

/** Besides what the configuration changes: our own rules, and whom its rules put on lists. */
function withOurs(changes: readonly MenuChange[]): MenuChange[] {
  const others = [...lists, ...filters].filter((menu) => !changes.some((change) => change.menu === menu));
  return [...changes, ...others.map((menu) => ({ menu, added: 0, set: [] }))];
}

async function begin({ plain, undoing, way, changes }: Parts): Promise<void> {
  await setMark(plain, undoing);
  const shut = { chain: 'forward', 'out-interface': way.interface, action: 'drop', comment: managementComment };
  for (const menu of filters) await plain.add(menu, shut);
  for (const [menu, rules] of Object.entries(guardsOf(way)))
    if (changes.some((change) => change.menu === menu)) for (const rule of rules) await plain.add(menu, rule);
}

function changeTexts(changes: readonly MenuChange[], way: WayIn, options: BorrowOptions): string[] {
  const { configuration, startAt, lab } = options;
  const texts = changes.map(({ menu, added, set }) =>
    set.length > 0 ? `${menu}: ${set.join(', ')} set` : `${menu}: ${added} ${added === 1 ? 'item' : 'items'} added`,
  );
  return [
    `${configuration.name} is imported; ${lab.interfaces.join(', ')} are connected to the lab`,
    ...texts,
    `rules "${managementComment}" for ${way.interface}, over which it is managed; a script that marks the run`,
    ...(readsLog(configuration)
      ? [`the log in memory is emptied, since its scripts read it; kept in ${logFileOf(options)}`]
      : []),
    ...(startAt === undefined ? [] : [`the clock is set to ${startAt}`]),
  ];
}

/** A script that searches the log would find lines of earlier runs, and since 7 the line about its own making. */
const readsLog = ({ text }: Source): boolean => /\/log\b/.test(text);

const logFileOf = ({ file }: BorrowOptions): string => `${file.replace(/\.rsc$/, '')}.log`;

const logText = (lines: readonly LogLine[]): string =>
  lines.map(({ time, topics, message }) => `${time} ${topics} ${message}\n`).join('');

function keep(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
}

/** Over a connection of its own: the one of the scenario may be what went wrong. */
async function putBack({ target, file, onGivenBack }: BorrowOptions, before: string, undoing: Undo): Promise<void> {
  const remedy = `Put it back with: knocklab device restore ${file} --address ${addressText(target)}`;
  const differences = await compareAfterUndo(target, before, undoing).catch((cause: unknown) => {
    const evidence = cause instanceof Error ? cause.message : String(cause);
    throw new KnocklabError('device/not-restored', `${addressText(target)} could not be put back.`, {
      cause,
      evidence,
      remedy,
    });
  });
  if (differences.length === 0) return onGivenBack();
  throw new KnocklabError('device/changed', `${addressText(target)} is not as it was before.`, {
    evidence: differences.join('\n'),
    remedy: `Its whole export from before is in ${file}.`,
  });
}

async function compareAfterUndo(target: DeviceTarget, before: string, undoing: Undo): Promise<string[]> {
  await using device = await connectDevice(target);
  await undo(device.router, undoing);
  return exportDifferences(before, await takeExport(device.router));
}
