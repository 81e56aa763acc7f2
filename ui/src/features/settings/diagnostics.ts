import type { JobSummary, RouterView, SystemStatus } from '@/ipc';

/** What the program may say about itself to somebody who helps. */
export interface Known {
  status: SystemStatus | undefined;
  jobs: JobSummary | undefined;
  routers: RouterView[] | undefined;
  /** The browser or webview, its window and the language. */
  screen: { agent: string; width: number; height: number; scale: number; language: string };
  at: Date;
}

/**
 * Picked field by field, never by leaving some out: no name, address, account, certificate, code or folder can slip
 * in with the next field of an answer. Routers are known by their number.
 */
export function diagnosticsOf({ status, jobs, routers, screen, at }: Known): string {
  const told = {
    at: at.toISOString(),
    program: status && {
      version: status.version, stage: status.stage, database: `${status.database_kind} ${status.database_version}`, desk_clock_off_s: status.desk_clock_off_s,
    },
    jobs: jobs && { running: jobs.running, waiting: jobs.waiting, failed: jobs.failed },
    workers: jobs?.workers.map((worker) => ({ version: worker.version, is_alive: worker.is_alive, seen_at: worker.seen_at })),
    routers: routers?.map(({ router_id, transport, is_active, state, truth }) => ({
      router_id, transport, is_active, link: state.link, error_code: state.error_code, last_seen_at: state.last_seen_at, board: state.board_name,
      version: state.ros_version, license: state.license_level, clock_offset_s: state.clock_offset_s, cpu_load: state.cpu_load, hotspot_active: state.hotspot_active,
      has_http_pap: state.has_http_pap, truth,
    })),
    screen,
  };
  return JSON.stringify(told, undefined, 2);
}
