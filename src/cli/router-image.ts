import { join, resolve } from 'node:path';
import { KnocklabError } from '../core/errors.ts';
import { cacheFolder } from '../router/drivers/chr/cache-folder.ts';
import { downloadImage, isRelease } from '../router/drivers/chr/download.ts';
import { findImage } from '../router/drivers/chr/image.ts';
import { prepareTools } from './prepare-tools.ts';
import type { Terminal } from './terminal.ts';

/** What `run` and `up` are told of the router. */
export interface RouterOptions {
  readonly router: 'twin' | 'chr' | 'device';
  readonly image?: string;
  readonly acceptLicence: boolean;
}

/** An absolute path; undefined where nothing boots. A CHR is somebody else's program: it is never fetched without being asked for. */
export async function routerImage(options: RouterOptions, terminal: Terminal): Promise<string | undefined> {
  const { router, image, acceptLicence } = options;
  if (router !== 'chr' && image === undefined) return undefined;
  if (router !== 'chr' || image === undefined) throw halfChosen(router);
  if (!isRelease(image)) return findImage(resolve(terminal.cwd, image)).path;
  await prepareTools(terminal);
  return await downloadImage(image, {
    folder: join(cacheFolder(terminal.env), 'downloads'),
    licenceAccepted: acceptLicence,
    mirror: terminal.env['KNOCKLAB_MIKROTIK'],
    say: (line) => void terminal.stderr.write(`${line}\n`),
  });
}

function halfChosen(router: RouterOptions['router']): KnocklabError {
  const message = router === 'chr' ? '"--router chr" needs "--image".' : '"--image" needs "--router chr".';
  return new KnocklabError('input/image', message, { remedy: 'See docs/chr.md for where images come from.' });
}
