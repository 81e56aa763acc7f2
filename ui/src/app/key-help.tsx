import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { useActiveHotkeys } from '@/lib/hotkeys';

let show: (() => void) | undefined;

export function openKeyHelp(): void {
  show?.();
}

/** `?`: the keys that work on this screen now, read from the same list that makes them work. */
export function KeyHelp() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const keys = useActiveHotkeys();
  useEffect(() => {
    show = () => setOpened(true);
    return () => {
      show = undefined;
    };
  }, []);
  const lists: { title: string; rows: { keys: string; label: string }[] }[] = [
    { title: t('shell:helpScreen'), rows: keys.filter((key) => key.scope === 'screen' && key.label) },
    {
      title: t('shell:helpList'),
      rows: [
        { keys: '↑ ↓', label: t('shell:listMove') },
        { keys: 'x', label: t('shell:listSelect') },
        { keys: 'Shift ↑ ↓', label: t('shell:listExtend') },
        { keys: 'Enter', label: t('shell:listOpen') },
      ],
    },
    { title: t('shell:helpGlobal'), rows: keys.filter((key) => key.scope === 'global' && key.label) },
  ];
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={t('shell:help')} size={520} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap4">
        {lists.filter((list) => list.rows.length > 0).map((list) => (
          <section key={list.title}>
            <h3 className="Label">{list.title}</h3>
            <dl className="KeyList">
              {list.rows.map((row) => (
                <div key={`${row.keys}-${row.label}`}>
                  <dt>{row.label}</dt>
                  <dd>
                    <KeyHint keys={row.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
