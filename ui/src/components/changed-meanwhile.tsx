import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from './button';
import { Banner } from './feedback';

/** The stored row a form was filled from, while a newer one may exist. */
export interface Fill<Row> {
  row: Row;
  /** Somebody else has stored a newer one while something was typed here. */
  outdated: boolean;
  /** Something was typed: from now on the row under it stays as it is. */
  touch: () => void;
  /** Lets go of what was typed and shows the newer row. */
  take: () => void;
}

/**
 * Keeps the row a form was filled from. A form that nobody has touched follows what is stored; one with something
 * typed keeps its own row, and with it the version that is sent: saving over a newer row must be refused by the
 * program, not hidden by a version that was read since. The form is drawn with `key={fill.row?.version}`.
 */
export function useFill<Row extends { version: number } | undefined>(latest: Row): Fill<Row> {
  const [row, setRow] = useState(latest);
  const touched = useRef(false);
  const outdated = latest !== undefined && row !== undefined && latest.version !== row.version;
  const take = () => {
    touched.current = false;
    setRow(latest);
  };
  // Before it is painted: a form that simply follows says nothing.
  useLayoutEffect(() => {
    if (outdated && !touched.current) setRow(latest);
  }, [outdated, latest]);
  return {
    row, outdated, take,
    touch: () => {
      touched.current = true;
    },
  };
}

/** Told as soon as it happens, not only when saving is refused: whose turn it is, and the way on. */
export function ChangedMeanwhile({ fill }: { fill: Fill<unknown> }) {
  const { t } = useTranslation();
  if (!fill.outdated) return null;
  return (
    <Banner tone="warn" live actions={<Btn size="sm" onClick={fill.take}>{t('common:takeNew')}</Btn>}>
      <b className="m">{t('common:changedMeanwhile')}</b> {t('common:changedMeanwhileHint')}
    </Banner>
  );
}
