import type { Case } from '../case.ts';
import { lineCases, type Row } from './line-table.ts';

const scripts: readonly Row[] = [
  [
    'script-info',
    ':log info has the topics script,info',
    'firewall 3.2 D',
    ['log mark', '~ :log info "kl-said this"', 'log script kl-said'],
    'script,info: kl-said this',
  ],
  [
    'script-warning',
    ':log warning',
    'firewall 3.2 D',
    ['log mark', '~ :log warning "kl-said this"', 'log script kl-said'],
    'script,warning: kl-said this',
  ],
  [
    'script-error',
    ':log error',
    'firewall 3.2 D',
    ['log mark', '~ :log error "kl-said this"', 'log script kl-said'],
    'script,error: kl-said this',
  ],
  [
    'script-debug',
    ':log debug is not kept',
    'firewall 3.2 D',
    ['log mark', '~ :log debug "kl-said not"', '~ :log info "kl-said this"', 'log script kl-said'],
    'script,info: kl-said this',
  ],
  [
    'order',
    'the oldest line comes first',
    'firewall 3.2 D',
    ['log mark', '~ :log info "kl-said one"', '~ :log info "kl-said two"', 'log script kl-said'],
    'script,info: kl-said one\nscript,info: kl-said two',
  ],
  [
    'over-the-api',
    '/log/info writes a line',
    'language 2 D',
    ['log mark', '/log/info message="kl-said this"', 'log script kl-said'],
    'script,info: kl-said this',
  ],
];

const rules = '/system/logging/print';

const kept: readonly Row[] = [
  [
    'default-rules',
    'info, error and warning go to the memory, critical to the screen',
    'firewall 3.2 D',
    [`${rules} .proplist=topics,action`],
    'info memory\nerror memory\nwarning memory\ncritical echo',
  ],
  [
    'memory-lines',
    'the memory holds a thousand lines',
    'firewall 3.2 D',
    ['/system/logging/action/print ?name=memory .proplist=memory-lines'],
    '1000',
  ],
];

export const scriptLogs: readonly Case[] = [
  ...lineCases('logs', scripts),
  // Of the lab's router: somebody's own may have other settings.
  ...lineCases('logs', kept, { needs: 'packets' }),
];
