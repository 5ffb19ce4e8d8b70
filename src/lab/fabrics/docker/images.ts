import type Docker from 'dockerode';
import { KnocklabError } from '../../../core/errors.ts';
import type { Node } from '../../topology/topology.ts';

export const roles = ['router-twin', 'router-chr', 'isp', 'attacker', 'admin', 'client'] as const;

type Role = (typeof roles)[number];

/** What a node runs decides its image: all hosts but these three do what clients do. */
export function roleOf({ name, kind }: Pick<Node, 'name' | 'kind'>, router: 'twin' | 'chr'): Role {
  if (kind === 'router') return `router-${router}`;
  if (kind === 'isp') return 'isp';
  return name === 'attacker' || name === 'admin' ? name : 'client';
}

export function imageOf(role: Role): string {
  return `knocklab/${role}`;
}

/** Docker itself would go and look for them in a registry. */
export async function requireImages(engine: Docker, images: readonly string[]): Promise<void> {
  const missing = await findMissingImages(engine, images);
  if (missing.length === 0) return;
  throw new KnocklabError('lab/no-image', `The Docker engine has no image ${missing.join(', ')}.`, {
    remedy: 'Run lab/images/build.',
  });
}

export async function findMissingImages(engine: Docker, images: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    [...new Set(images)].map(async (image) => ({ image, isThere: await isThere(engine, image) })),
  );
  return found.flatMap(({ image, isThere: there }) => (there ? [] : [image]));
}

async function isThere(engine: Docker, image: string): Promise<boolean> {
  return await engine
    .getImage(image)
    .inspect()
    .then(() => true)
    .catch(() => false);
}
