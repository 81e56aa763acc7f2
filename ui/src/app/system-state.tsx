import { Link } from '@tanstack/react-router';
import { Database, ListChecks, Router as RouterIcon } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icon';
import { useMay } from '@/components/me';
import { dataLost, useDoubt, useOp } from '@/ipc';

/** Milliseconds without an answer after which nobody can say how the data are. */
const silence = 3_000;

/** Whether a question has been without an answer for too long. */
function useUnanswered(asking: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!asking) return undefined;
    const timer = setTimeout(() => setLate(true), silence);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [asking]);
  return late;
}

/** Asks how routers, data and work are; `up` says whether the line to the program stands. */
export function SystemState({ up }: { up: boolean }) {
  const may = useMay();
  const routers = useOp('router_list', { include_inactive: false }, { enabled: may('router.view'), every: 30_000 });
  const work = useOp('job_summary', {}, { every: 5_000 });
  const rows = routers.data?.rows ?? [];
  const alive = rows.filter((row) => row.state.link === 'up').length;
  const tasks = (work.data?.running ?? 0) + (work.data?.waiting ?? 0);
  const working = work.data === undefined || work.data.workers.some((worker) => worker.is_alive);
  const silent = useUnanswered(work.isFetching);
  // A question of a screen that stays open, or fails for want of data, is a reason to ask at once and not at the next turn.
  const { refetch } = work;
  useDoubt('job_summary', useCallback(() => void refetch({ cancelRefetch: false }), [refetch]));
  // What is tried again is not an error yet, but nor is it an answer.
  const failure = work.failureReason ?? work.error;
  const safe = up && !silent && !(failure && dataLost.has(failure.code));
  return <SystemStates alive={alive} routers={may('router.view') ? rows.length : 0} data={safe ? 'safe' : silent ? 'silent' : 'lost'} tasks={working ? tasks : undefined} />;
}

export interface SystemStatesProps {
  alive: number;
  /** How many there are; with none nothing is said of them. */
  routers: number;
  data: 'safe' | 'silent' | 'lost';
  /** Work that runs or waits; nothing where nobody does it. */
  tasks: number | undefined;
}

const dataWords = { safe: 'shell:dataSafe', silent: 'shell:dataSilent', lost: 'shell:dataLost' } as const;

/** Routers, data and work: always in sight, each a way to its screen. */
export function SystemStates({ alive, routers, data, tasks }: SystemStatesProps) {
  const { t } = useTranslation();
  const safe = data === 'safe';
  return (
    <div className="Sys">
      {routers > 0 && (
        <Link to="/routers" className={alive === routers ? 'good' : 'bad'} title={t('shell:routers', { up: alive, all: routers })}>
          <Icon as={RouterIcon} />
          <span>{t('shell:routers', { up: alive, all: routers })}</span>
        </Link>
      )}
      <Link to="/about" className={safe ? 'good' : 'bad'} title={t(dataWords[data])}>
        <Icon as={Database} />
        <span className={safe ? 'word' : ''}>{t(dataWords[data])}</span>
      </Link>
      <Link to="/jobs" className={tasks === undefined ? 'bad' : 'wait'}>
        <Icon as={ListChecks} />
        <span>{tasks === undefined ? t('shell:workerOff') : tasks === 0 ? t('shell:tasksNone') : t('shell:tasks', { count: tasks })}</span>
      </Link>
    </div>
  );
}
