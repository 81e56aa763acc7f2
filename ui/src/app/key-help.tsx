import { Modal } from '@/components/modal';
import { BookOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, KeyHint } from '@/components/button';
import { currentLanguage } from '@/i18n';
import { useActiveHotkeys, useHotkey, type Hotkey } from '@/lib/hotkeys';
import { useCrumbs } from './crumbs';
import { GuideChapter } from './guide';
import { useScreenHelp, type ScreenHelp } from './help';

let show: (() => void) | undefined;

export function openKeyHelp(): void {
  show?.();
}

/** `?` and `F1`: what this screen is for, its words, the keys that work on it now, and the chapter of the guide. */
export function KeyHelp() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [at, setAt] = useState<string>();
  const help = useScreenHelp();
  const name = useCrumbs().at(-1)?.text;
  useHotkey('F1', '', openKeyHelp, { scope: 'global' });
  useEffect(() => {
    show = () => setOpened(true);
    return () => {
      show = undefined;
    };
  }, []);
  if (at !== help?.text) {
    // Another screen: its help begins closed.
    setAt(help?.text);
    setOpened(false);
  }
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={name ? t('help:title', { screen: name }) : t('shell:help')} size={600} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap4">
        {help && <AboutScreen key={help.text} help={help} />}
        <KeyLists />
      </div>
    </Modal>
  );
}

/** What it is for, what to do first, what its words mean, and the guide. */
function AboutScreen({ help }: { help: ScreenHelp }) {
  const { t, i18n } = useTranslation();
  const [reading, setReading] = useState(false);
  const say = (part: string) => t(`help:screens.${help.text}.${part}` as 'help:screens.dashboard.for');
  const words = ['w1', 'w2', 'w3', 'w4'].filter((one) => i18n.exists(`help:screens.${help.text}.${one}`)).map(say);
  return (
    <>
      <p>{say('for')}</p>
      <section>
        <h3 className="Label">{t('help:first')}</h3>
        <p>{say('first')}</p>
      </section>
      <section>
        <h3 className="Label">{t('help:words')}</h3>
        <ul className="HelpWords">
          {words.map((text) => {
            const end = text.indexOf(': ');
            return (
              <li key={text}>
                <b className="m">{text.slice(0, end)}</b>{text.slice(end)}
              </li>
            );
          })}
        </ul>
      </section>
      {reading ? <GuideChapter language={currentLanguage()} number={help.chapter} /> : (
        <div>
          <Btn size="sm" icon={BookOpen} onClick={() => setReading(true)}>{t('help:guide', { number: help.chapter })}</Btn>
        </div>
      )}
    </>
  );
}

/** The keys of a scope that have a word, each once: what came to the page last has it, as when it is pressed. */
const namedKeys = (keys: readonly Hotkey[], scope: Hotkey['scope']) => [...new Map(keys.filter((key) => key.scope === scope && key.label).map((key) => [key.keys, key])).values()];

/** The keys that work now, read from the same list that makes them work. */
function KeyLists() {
  const { t } = useTranslation();
  const keys = useActiveHotkeys();
  const lists: { title: string; rows: { keys: string; label: string }[] }[] = [
    { title: t('shell:helpScreen'), rows: namedKeys(keys, 'screen') },
    {
      title: t('shell:helpList'),
      rows: [
        { keys: '↑ ↓', label: t('shell:listMove') },
        { keys: 'x', label: t('shell:listSelect') },
        { keys: 'Shift ↑ ↓', label: t('shell:listExtend') },
        { keys: 'Enter', label: t('shell:listOpen') },
      ],
    },
    { title: t('shell:helpGlobal'), rows: namedKeys(keys, 'global') },
  ];
  return (
    <>
      {lists.filter((list) => list.rows.length > 0).map((list) => (
        <section key={list.title}>
          <h3 className="Label">{list.title}</h3>
          <dl className="KeyList">
            {list.rows.map((row) => (
              <div key={row.keys}>
                <dt>{row.label}</dt>
                <dd>
                  <KeyHint keys={row.keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
