import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { DockerComposeEnvironment, type StartedTestContainer, Wait } from 'testcontainers';

/** docker-compose.lab.yml as it runs, all of it healthy. */
export interface ComposeLab extends AsyncDisposable {
  /** What a command prints there, errors included. */
  shell(service: string, script: string): Promise<string>;
  readonly services: readonly string[];
}

const project = 'knocklab-test';
const root = resolve(import.meta.dirname, '..', '..');
const file = 'docker-compose.lab.yml';

/** Brings the file's lab up; without a profile the one that it brings up by itself. */
export async function startComposeLab({
  profile,
  environment = {},
}: {
  readonly profile?: string;
  readonly environment?: Record<string, string>;
} = {}): Promise<ComposeLab> {
  const executable = await composeExecutable();
  await removeOld(executable);
  // testcontainers asks the default bridge for the machine's address, and an engine of ours has no such bridge.
  process.env['TESTCONTAINERS_HOST_OVERRIDE'] ??= '127.0.0.1';
  const lab = new DockerComposeEnvironment(root, file)
    .withProjectName(project)
    // Its reaper is an image of a registry; what a killed test leaves is taken down by the next.
    .withAutoCleanup(false)
    .withClientOptions({ executable })
    .withEnvironment(environment)
    .withDefaultWaitStrategy(Wait.forHealthCheck())
    .withStartupTimeout(240_000);
  const started = await lab.withProfiles(...(profile === undefined ? [] : [profile])).up();
  const services = await servicesOf();
  const container = (service: string): StartedTestContainer =>
    started.getContainer(services.get(service) ?? `no ${service}`);
  return {
    services: [...services.keys()],
    shell: async (service, script) => (await container(service).exec(['sh', '-c', `exec 2>&1; ${script}`])).output,
    [Symbol.asyncDispose]: async () => void (await started.down({ removeVolumes: true, timeout: 1000 })),
  };
}

/** A shell's command that prints what the router itself says of a menu, over its API. */
export function printMenu(menu: string, password: string): string {
  const script = `
    import { connectApi } from '/opt/knocklab/src/router/api-client.ts';
    const api = await connectApi({ at: { host: '127.0.0.1', port: 18728 }, user: 'admin', password: '${password}' });
    console.log(JSON.stringify(await api.write('${menu}/print')));
    await api.close();`;
  const argv = '/opt/knocklab/node_modules/.bin/node --no-warnings --input-type=module';
  return `${argv} -e "$(cat <<'END'\n${script}\nEND\n)"`;
}

async function removeOld(executable: ComposeExecutable): Promise<void> {
  const argv = [
    ...('standalone' in executable ? [] : ['compose']),
    '-f',
    join(root, file),
    '-p',
    project,
    'down',
    '--volumes',
  ];
  await execa(executable.executablePath, argv, { env: { COMPOSE_PROFILES: 'twin,chr' } });
}

type ComposeExecutable = { executablePath: 'docker-compose'; standalone: true } | { executablePath: 'docker' };

/** The plugin of newer engines, or the program of its own that Debian 12 has. */
async function composeExecutable(): Promise<ComposeExecutable> {
  const { exitCode } = await execa('docker', ['compose', 'version'], { reject: false });
  return exitCode === 0 ? { executablePath: 'docker' } : { executablePath: 'docker-compose', standalone: true };
}

/** What testcontainers calls the container of each service: `router-1`, and with the older program `project_router_1`. */
async function servicesOf(): Promise<ReadonlyMap<string, string>> {
  const label = 'com.docker.compose';
  const format = `{{.Label "${label}.service"}} {{.Names}}`;
  const { stdout } = await execa('docker', ['ps', '--filter', `label=${label}.project=${project}`, '--format', format]);
  const rows = stdout.split('\n').map((row) => row.split(' '));
  return new Map(rows.map(([service = '', name = '']) => [service, name.replace(`${project}-`, '')]));
}
