import { describe, expect, it } from 'vitest';
import { routers, status } from '@/ipc/mock-data';
import type { JobSummary, RouterView } from '@/ipc';
import { diagnosticsOf } from './diagnostics';

const screen = { agent: 'Chromium', width: 1366, height: 768, scale: 1, language: 'id' };
const jobs: JobSummary = {
  running: 1, waiting: 2, failed: 0, cards: [{ batch_code: 'VB-2611-001' }] as unknown as JobSummary['cards'],
  workers: [{ host: 'pc-hendra', version: '0.1.0', seen_at: '2026-11-21T07:32:00Z', is_alive: true }],
};

describe('diagnostics', () => {
  it('say what helps', () => {
    const text = diagnosticsOf({ status, jobs, routers, screen, at: new Date('2026-11-21T07:32:00Z') });
    const told = JSON.parse(text) as { program: { version: string }; routers: { version: string; truth: object }[]; workers: object[] };
    expect(told.program.version).toBe('0.1.0');
    expect(told.routers).toHaveLength(routers.length);
    expect(told.routers[0]).toMatchObject({ router_id: routers[0]?.router_id, version: routers[0]?.state.ros_version, truth: routers[0]?.truth });
    expect(told.workers).toHaveLength(1);
  });

  it('name nobody, no place and no secret, whatever else an answer holds', () => {
    const marked = <T extends object>(value: T) => ({ ...value, password: 'rahasia', token: 'rahasia', something_new: 'rahasia' });
    const text = diagnosticsOf({
      status: marked(status), jobs, routers: routers.map((one) => ({ ...marked(one), state: marked(one.state) }) as unknown as RouterView), screen, at: new Date(),
    });
    expect(text).not.toContain('rahasia');
    for (const secret of [status.company_name, status.database_place, 'pc-hendra', 'VB-2611-001', ...routers.flatMap((one) => [one.name, one.host, one.username, one.hotspot_dns_name, one.tls_pin, one.state.identity, one.state.held_by])]) {
      if (secret) expect(text, secret).not.toContain(`"${secret}"`);
    }
  });

  it('stand without answers', () => {
    expect(JSON.parse(diagnosticsOf({ status: undefined, jobs: undefined, routers: undefined, screen, at: new Date(0) }))).toMatchObject({ screen });
  });
});
