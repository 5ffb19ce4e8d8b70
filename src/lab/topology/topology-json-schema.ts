import * as z from 'zod';
import { topologySchema } from './topology-schema.ts';

/** For editors: what a topology file may hold. */
export function topologyJsonSchema(): unknown {
  return {
    title: 'A topology of knocklab',
    ...z.toJSONSchema(topologySchema, { io: 'input', unrepresentable: 'any' }),
  };
}
