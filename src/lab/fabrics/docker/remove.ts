import type Docker from 'dockerode';
import { idLabel, isOwned, labLabel, readLabels } from './labels.ts';

/** Ends a container and waits until Docker has taken it away; that it is gone already is no error. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  const gone = container.wait({ condition: 'removed' }).catch(() => undefined);
  await container.remove({ force: true, v: true }).catch(ignoreGone);
  await gone;
}

/** Removes the containers of a lab. */
export async function removeLab(engine: Docker, id: string): Promise<void> {
  const all = await engine.listContainers({ all: true, filters: { label: [`${idLabel}=${id}`] } });
  await Promise.all(all.map(({ Id }) => removeContainer(engine.getContainer(Id))));
}

/** A process that is killed between making a container and starting it leaves it. Gives the names of the labs. */
export async function sweep(engine: Docker): Promise<readonly string[]> {
  const all = await engine.listContainers({ all: true, filters: { label: [labLabel] } });
  const left = all.filter(({ Labels }) => !isOwned(Labels));
  await Promise.all(left.map(({ Id }) => removeContainer(engine.getContainer(Id))));
  return [...new Set(left.map(({ Labels }) => readLabels(Labels).lab))];
}

// 404: it has gone. 409: its removal has begun already.
function ignoreGone(error: unknown): void {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  if (status !== 404 && status !== 409) throw error;
}
