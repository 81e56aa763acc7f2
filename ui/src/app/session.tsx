import { useMantineColorScheme } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { setLanguage, currentLanguage } from '@/i18n';
import { setRegion } from '@/lib/format';
import { MeContext } from '@/components/me';
import type { Me } from '@/ipc';

/** The signed-in person for everything below, which is theirs alone: keyed by them it ends with them, typed forms included; language, appearance and zone follow them. */
export function SessionProvider({ me, children }: { me: Me; children: ReactNode }) {
  const { setColorScheme } = useMantineColorScheme();
  const timeZone = me.locations[0]?.time_zone;
  useEffect(() => {
    if (timeZone) setRegion({ timeZone });
    if (me.locale !== currentLanguage()) void setLanguage(me.locale);
  }, [me.locale, timeZone]);
  useEffect(() => {
    if (me.color_scheme === 'light' || me.color_scheme === 'dark' || me.color_scheme === 'auto') setColorScheme(me.color_scheme);
  }, [me.color_scheme, setColorScheme]);
  return <MeContext.Provider value={me}>{children}</MeContext.Provider>;
}
