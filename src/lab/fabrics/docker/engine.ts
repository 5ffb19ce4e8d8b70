import type Docker from 'dockerode';
import { KnocklabError } from '../../../core/errors.ts';

/** Connects to the Docker engine of this machine (`DOCKER_HOST`, otherwise its usual socket) and asks whether it is there. */
export async function connectEngine(): Promise<Docker> {
  requireThisMachine();
  const engine = await loadEngine();
  try {
    await engine.ping();
    return engine;
  } catch (cause) {
    throw new KnocklabError('lab/docker-unreachable', 'The Docker engine does not answer.', {
      cause,
      evidence: String(cause),
      remedy: 'Install one (Debian: docker.io) and start it, or give its address in DOCKER_HOST.',
    });
  }
}

/** The cables lie between the containers' namespaces, and only root of the same kernel gets into those. */
function requireThisMachine(): void {
  if (process.platform === 'linux' && process.geteuid?.() === 0) return;
  throw new KnocklabError('lab/docker-needs-root', 'The docker fabric is built by root, on Linux.', {
    remedy: 'Run knocklab with sudo; elsewhere docker-compose.lab.yml builds the same network for use by hand.',
  });
}

/** 140 ms, and of no use to the other fabric: loaded when it is needed. */
async function loadEngine(): Promise<Docker> {
  try {
    const { default: Engine } = await import('dockerode');
    return new Engine();
  } catch (cause) {
    throw new KnocklabError('tool/dockerode', 'The package "dockerode" is not installed.', {
      cause,
      remedy: 'Run "npm install" without --omit=optional.',
    });
  }
}
