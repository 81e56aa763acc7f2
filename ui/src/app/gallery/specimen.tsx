import type { ReactNode } from 'react';

/**
 * One state of one component on the gallery's page. The id names its picture (`npm run pictures -- gallery`),
 * so it is unique and says component, then state.
 */
export function Specimen({ id, title, children, wide = false, tall = false, flush = false }: {
  id: string; title: string; children: ReactNode; wide?: boolean; tall?: boolean; flush?: boolean;
}) {
  return (
    <section className={`Specimen ${wide ? 'wide' : ''}`} data-specimen={id}>
      <h2 className="sm q">{title}</h2>
      <div className={`Specimen-body ${tall ? 'tall' : ''} ${flush ? 'flush' : ''}`}>{children}</div>
    </section>
  );
}

/** Words longer than any shop should have, to see where they break. */
export const longText = 'Warung Ibu Sulastri Handayani binti Kartowidjojo di ujung jalan desa Sumberagung Lor RT 07 RW 12';
export const failure = { code: 'database_disk_full', incident: '7c1e-4b2a' };
export const nothing = () => undefined;
