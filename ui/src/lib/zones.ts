/** Indonesia's three zones first; any other that is already set stays choosable. */
export function zoneChoices(current: string): { value: string; label: string }[] {
  const zones = [
    { value: 'Asia/Jakarta', label: 'WIB · Jakarta' },
    { value: 'Asia/Makassar', label: 'WITA · Makassar' },
    { value: 'Asia/Jayapura', label: 'WIT · Jayapura' },
  ];
  return zones.some((zone) => zone.value === current) ? zones : [...zones, { value: current, label: current }];
}

/** The zone of this computer, when it is one of Indonesia's; WIB otherwise. */
export function likelyZone(): string {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here === 'Asia/Pontianak') return 'Asia/Jakarta';
  return ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'].includes(here) ? here : 'Asia/Jakarta';
}
