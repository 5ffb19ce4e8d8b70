import { Twin } from '../../src/twin/twin.ts';
import { parseVersion } from '../../src/twin/version.ts';

/** A twin without a network; prints where its API listens. */
const version = parseVersion('6.49');
const twin = new Twin({ version, managementPort: 0, runDirectory: '', trustFile: undefined, enforced: false });
await twin.boot();
const served = await twin.serveAt(() => ({ address: '127.0.0.1', port: 0 }));
console.log(served.find(({ service }) => service === 'api')?.port);
