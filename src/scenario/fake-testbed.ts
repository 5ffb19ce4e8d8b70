import type { Lab } from '../lab/lab.ts';
import { parseTopology } from '../lab/topology/read-topology.ts';
import type { RouterClock } from '../router/clock.ts';
import type { Router } from '../router/router.ts';
import type { BotCall } from '../telegram/bot-call.ts';
import type { TelegramClient } from '../telegram/client.ts';
import type { AddressListRow } from '../trace/events.ts';
import { labUpBody } from './lab-up.ts';
import type { Testbed } from './testbed.ts';

/** A testbed of nothing but memory, for tests of what is built on one. */
export interface FakeTestbed extends Testbed {
  readonly events: string[];
  /** What the router shows from now on. */
  show(state: { lists?: AddressListRow[]; log?: string[] }): void;
  /** Something calls the Bot API. */
  call(call: Partial<BotCall>): void;
  /** The router is dead from now on. */
  kill(error: Error): void;
}

const topologyText = `
name: fake
description: one host
networks: { lan: { subnet: 192.0.2.0/24 } }
router: { interfaces: { ether1: { network: lan, expect: 192.0.2.1 } } }
hosts: { attacker: { network: lan, address: 192.0.2.7 } }
`;

export function createFakeTestbed(): FakeTestbed {
  const events: string[] = [];
  const state: { lists: AddressListRow[]; log: string[]; calls: BotCall[]; dead?: Error } = {
    lists: [],
    log: [],
    calls: [],
  };
  const lab = fakeLab();
  return {
    events,
    lab,
    router: fakeRouter(state),
    clock: fakeClock(events),
    telegram: fakeTelegram(state.calls, events),
    notes: [],
    labUp: { type: 'lab-up', durationMs: 1, ...labUpBody(lab) },
    show: (shown) => Object.assign(state, shown),
    call: (call) => void state.calls.push({ ...plainCall, n: state.calls.length + 1, ...call }),
    kill: (error) => Object.assign(state, { dead: error }),
    tellsPackets: false,
    console: async () => undefined,
    startRouter: async () => fakeRouter(state),
    leave: async () => void events.push('left'),
    [Symbol.asyncDispose]: async () => void events.push('down'),
  };
}

const plainCall: BotCall = {
  n: 0,
  at: '',
  method: 'sendMessage',
  httpMethod: 'GET',
  bot: '1:***',
  chat: '7',
  text: 'hello',
  parameters: {},
  httpStatus: 200,
  declared: true,
  from: '192.0.2.1',
};

function fakeLab(): Lab {
  const topology = parseTopology({ name: 'fake.yaml', text: topologyText });
  const host = (name: string, address: string): unknown => ({ name, kind: 'host', address, mac: undefined });
  const hosts = new Map([
    ['router', host('router', '192.0.2.1')],
    ['attacker', host('attacker', '192.0.2.7')],
  ]);
  return { name: 'fake', topology, hosts, router: hosts.get('router') } as unknown as Lab;
}

function fakeRouter(state: { lists: AddressListRow[]; log: string[]; dead?: Error }): Router {
  const alive = <Value>(value: Value): Promise<Value> =>
    state.dead === undefined ? Promise.resolve(value) : Promise.reject(state.dead);
  const lines = (): Record<string, string>[] =>
    state.log.map((message, index) => ({ '.id': `*${index}`, time: '20:43:00', topics: 'firewall,info', message }));
  const fake: Partial<Router> = {
    addressList: (list) => alive(state.lists.filter((row) => list === undefined || row.list === list)),
    log: () => alive(lines().map(({ time = '', topics = '', message = '' }) => ({ time, topics, message }))),
    print: (menu) => alive(menu === '/log' ? lines() : [{ address: '192.0.2.1/24', interface: 'ether1' }]),
    rules: () => alive([]),
    export: () => alive('# fake\n'),
    run: (line) => alive(line),
  };
  return fake as Router;
}

function fakeClock(events: string[]): RouterClock {
  let ms = Date.UTC(2023, 6, 20, 20, 43);
  return {
    mode: 'virtual',
    now: async () => ({ ms, iso: new Date(ms).toISOString().slice(0, 19) }),
    advance: async (duration) => {
      ms += Number.parseInt(String(duration), 10) * 1000;
      events.push(`advanced ${duration}`);
    },
    set: async (iso) => void events.push(`set ${iso}`),
  };
}

function fakeTelegram(calls: readonly BotCall[], events: string[]): TelegramClient {
  return {
    declare: async ({ token }) => void events.push(`declared ${token}`),
    calls: async (after = 0) => calls.slice(after),
    behave: async () => undefined,
    say: async () => undefined,
  };
}
