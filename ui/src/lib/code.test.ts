import { describe, expect, it } from 'vitest';
import { codeIn } from './code';

describe('what a card’s QR says', () => {
  it('is its code, plain or in an address', () => {
    expect(codeIn(' k7m4qx ')).toBe('k7m4qx');
    expect(codeIn('http://hotspot.lan/login?username=k7m4qx&password=k7m4qx')).toBe('k7m4qx');
    expect(codeIn('http://10.5.50.1:8080/login?dst=x&username=sdn-k7m4qx&password=p%40s%2F%C3%A9')).toBe('sdn-k7m4qx');
    expect(codeIn('https://hotspot.lan/login?username=a%26b&password=x')).toBe('a&b');
    // A scanner with its capitals on.
    expect(codeIn('HTTP://HOTSPOT.LAN/LOGIN?USERNAME=K7M4QX&PASSWORD=K7M4QX')).toBe('K7M4QX');
  });

  it('is left as it is where it names nobody', () => {
    for (const text of ['', 'http://hotspot.lan/login', 'http://hotspot.lan/login?username=', 'http://', 'username=k7m4qx', '3 Jam']) expect(codeIn(text)).toBe(text);
  });
});
