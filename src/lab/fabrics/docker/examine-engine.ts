import type Docker from 'dockerode';
import { KnocklabError } from '../../../core/errors.ts';
import type { Finding } from '../../doctor.ts';
import { connectEngine } from './engine.ts';
import { findMissingImages, imageOf, roles } from './images.ts';

export interface EngineDiagnosis {
  readonly findings: readonly Finding[];
  readonly remedies: readonly string[];
}

/** Of Docker Engine 20.10. Podman's socket counts in the same numbers. */
const oldestApi = 1.41;

/** Looks at the engine that DOCKER_HOST names, or this machine's: whether labs can be built with it, and have their images. */
export async function examineEngine(): Promise<EngineDiagnosis> {
  try {
    const engine = await connectEngine();
    const what = await describe(engine);
    await requireFit(engine);
    const missing = await findMissingImages(engine, roles.map(imageOf));
    const images = missing.length === 0 ? 'all there' : `missing: ${missing.join(', ')}`;
    return {
      findings: [
        found(true, what),
        { name: 'images', purpose: 'what hosts run', ok: missing.length === 0, detail: images },
      ],
      remedies: missing.length === 0 ? [] : ['lab/images/build'],
    };
  } catch (error) {
    if (!(error instanceof KnocklabError)) throw error;
    return { findings: [found(false, error.message)], remedies: error.remedy === undefined ? [] : [error.remedy] };
  }
}

const found = (ok: boolean, detail: string): Finding => ({
  name: 'engine',
  purpose: 'runs the containers',
  ok,
  detail,
});

async function describe(engine: Docker): Promise<string> {
  const { Version, ApiVersion, Components } = await engine.version();
  return `${Components?.[0]?.Name ?? 'Engine'} ${Version}, API ${ApiVersion}`;
}

/** What is asked of an engine before a lab is built. */
interface SelfDescription {
  version(): Promise<{ readonly ApiVersion: string }>;
  info(): Promise<{ readonly SecurityOptions?: readonly string[] | null }>;
}

/** Throws what stands in the way of labs. */
export async function requireFit(engine: SelfDescription): Promise<void> {
  const [{ ApiVersion }, info] = await Promise.all([engine.version(), engine.info()]);
  if (Number.parseFloat(ApiVersion.replace(/^1\.(\d)$/, '1.0$1')) < oldestApi) {
    throw new KnocklabError(
      'lab/docker-too-old',
      `The engine's API is ${ApiVersion}, and ${oldestApi} is the oldest that will do.`,
      {
        remedy: 'Install Docker Engine 20.10 or newer.',
      },
    );
  }
  const options = info.SecurityOptions ?? [];
  if (!options.some((option) => option.includes('rootless'))) return;
  throw new KnocklabError(
    'lab/docker-rootless',
    'The engine is rootless: its containers’ files belong to users whom root outside cannot be.',
    {
      remedy: 'Give an engine that root runs in DOCKER_HOST, or take --fabric netns, which needs no root at all.',
    },
  );
}
