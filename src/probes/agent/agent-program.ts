import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { type HoldPlan, hold, release, say } from './held-connections.ts';
import { type LookPlan, look, routeFault } from './look.ts';
import { type KnockPlan, sendKnocks } from './send-knock.ts';

// A program of its own that stays on a host of the lab, because a node takes longer to start than most probes take to
// run. Each line of its input is an order as JSON, each line of its output the answer to one of them.

/** What it can be told to do. */
export type Order =
  | { readonly do: 'look'; readonly plan: LookPlan }
  | { readonly do: 'route'; readonly address: string }
  | { readonly do: 'knock'; readonly plan: KnockPlan }
  | { readonly do: 'hold'; readonly plan: HoldPlan }
  | { readonly do: 'say' | 'release'; readonly number: number };

interface NumberedOrder {
  readonly number: number;
  readonly order: Order;
}

/** `result` is the order's own; `error` says why it could not be carried out. */
export interface Answer {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: string;
}

async function carryOut(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'look':
      return look(order.plan);
    case 'route':
      return routeFault(order.address);
    case 'knock':
      return sendKnocks(order.plan);
    case 'hold':
      return hold(order.plan);
    case 'say':
      return say(order.number);
    case 'release':
      return release(order.number);
  }
}

async function answerTo({ number, order }: NumberedOrder): Promise<Answer> {
  try {
    return { number, result: await carryOut(order) };
  } catch (error) {
    return { number, error: error instanceof Error ? error.message : String(error) };
  }
}

// NODE_COMPILE_CACHE is written when a program ends, but a lab ends its programs by SIGKILL.
flushCompileCache();
for await (const line of createInterface({ input: process.stdin })) {
  const order: NumberedOrder = JSON.parse(line);
  void answerTo(order).then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`));
}
