import { z } from 'zod';
import { KnocklabError } from '../core/errors.ts';
import type { Demonstration } from './demonstration.ts';

const step = z.number().int().min(1).max(10_000);
const line = z.string().max(4000);

/** What a page can ask for. Commands on hosts are for the consoles, which are confined. */
const wish = z.discriminatedUnion('do', [
  z.object({ do: z.literal('next') }),
  z.object({ do: z.literal('run-to'), step }),
  z.object({ do: z.literal('run-on') }),
  z.object({ do: z.literal('pause') }),
  z.object({ do: z.literal('restart'), step: step.optional() }),
  z.object({ do: z.literal('finish') }),
  z.object({ do: z.literal('advance'), by: z.enum(['30s', '1m', '30m', '1h']) }),
  z.object({ do: z.literal('router'), line }),
  z.object({ do: z.literal('try'), configuration: z.string().max(1_000_000) }),
]);

export type Wish = z.infer<typeof wish>;

/** Does what a page asks for and gives what there is to read of it. */
export async function carryOut(demonstration: Demonstration, asked: unknown): Promise<string> {
  const { data, error } = wish.safeParse(asked);
  if (data === undefined) throw new KnocklabError('input/wish', `that is not understood: ${z.prettifyError(error)}`);
  switch (data.do) {
    case 'next':
      demonstration.next();
      break;
    case 'run-to':
      await demonstration.runTo(data.step);
      break;
    case 'run-on':
      await demonstration.runTo(Number.POSITIVE_INFINITY);
      break;
    case 'pause':
      demonstration.pause();
      break;
    case 'restart':
      await demonstration.restart(data.step);
      break;
    case 'finish':
      demonstration.finish();
      break;
    case 'try':
      await demonstration.tryConfiguration(data.configuration);
      break;
    default:
      return await demonstration.act(data);
  }
  return '';
}
