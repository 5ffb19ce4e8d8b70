import { randomBytes } from 'node:crypto';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { Daemon } from './daemon.ts';
import { staticDoor } from './filter-doors.ts';
import { sequence, service } from './paper.ts';
import { configuration, must, type ServerDoor, type ServersContext, serveOn } from './server-door.ts';

/** A daemon wakes up, and starts a program that changes the filter. */
const patienceMs = 150;

/** knockd: a daemon that listens below the filter. It keeps in its own memory how far everybody has come. */
export async function knockdDoor(context: ServersContext): Promise<ServerDoor> {
  const { knockd } = context;
  const file = '/run/knocklab/hosts/knockd/knockd.conf';
  await serveOn(context, knockd);
  await must(knockd, `cat > ${file}`, await configuration('knockd.conf'));
  const rules = await configuration('closed.rules');
  const daemon = new Daemon(context, knockd, { argv: ['knockd', '-v', '-c', file], ready: 'listening on' });
  const forget = async (): Promise<void> => {
    await daemon.stop();
    await must(knockd, 'iptables-legacy-restore -w; conntrack -F', rules);
    await daemon.start();
  };
  await forget();
  const open = async (from: ScenarioHost): Promise<void> => {
    await from.knock(knockd, sequence, { gap: '20ms', progress: false });
    await untilAccepted(knockd, from);
  };
  return { ...staticDoor('knockd', knockd, 'true', '3s'), patienceMs, open, forget };
}

/** fwknopd: one datagram, encrypted and authenticated. The keys are made for this lab and end with it. */
export async function fwknopDoor(context: ServersContext): Promise<ServerDoor> {
  const { fwknop } = context;
  const directory = '/run/knocklab/hosts/fwknop';
  const key = labKey('encryption');
  const hmac = labKey('authentication');
  await serveOn(context, fwknop);
  const conf = (await configuration('fwknopd.conf')).replaceAll('DIRECTORY', directory);
  const access = (await configuration('access.conf')).replace('BASE64 HMAC-KEY', `BASE64 ${hmac}`);
  await must(fwknop, `umask 077; cat > ${directory}/fwknopd.conf`, conf);
  await must(fwknop, `umask 077; cat > ${directory}/access.conf`, access.replace('BASE64 KEY', `BASE64 ${key}`));
  const files = ['-c', `${directory}/fwknopd.conf`, '-a', `${directory}/access.conf`];
  const daemon = new Daemon(context, fwknop, { argv: ['fwknopd', '-f', ...files], ready: 'main event loop' });
  const rules = await configuration('closed.rules');
  const forget = async (): Promise<void> => {
    await daemon.stop();
    await must(fwknop, 'iptables-legacy-restore -w; conntrack -F', rules);
    await daemon.start();
  };
  await forget();
  const open = async (from: ScenarioHost): Promise<void> => {
    const ask = `HOME=$(mktemp -d); export HOME
      fwknop --no-save-args -A tcp/${service} -a ${from.address} -D ${fwknop.address} --key-base64-rijndael ${key} \
      --key-base64-hmac ${hmac}; code=$?; rm -rf "$HOME"; exit $code`;
    await must(from, ask);
    await untilAccepted(fwknop, from);
  };
  return { name: 'fwknop', target: fwknop, kernelTime: true, openTimeout: '2s', patienceMs, open, forget };
}

/** A daemon is asked at once and answers when it gets to it; one that does not answer at all is no error here. */
async function untilAccepted(host: ScenarioHost, { address }: ScenarioHost): Promise<void> {
  const accepted = `iptables-legacy -w -S | grep -q -- "-s ${address}/32 .*ACCEPT"`;
  await must(host, `timeout 1 sh -c 'until ${accepted}; do sleep 0.005; done' || true`);
}

/** 32 bytes that say whose they are. */
function labKey(purpose: string): string {
  const text = `knocklab ${purpose} `.padEnd(24, '.').slice(0, 24);
  return Buffer.concat([Buffer.from(text), randomBytes(8)]).toString('base64');
}
